import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { eventually, freePort, scratchDir } from "@till/cli/testing";
import { expect, onTestFinished, test } from "vitest";
import { mutate, query } from "./api-call.ts";
import { PATIENCE_MS, startDev } from "./dev-session.ts";

/** Runs `listen` until the test is over. */
function startListen(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../src/listen.ts"), ...args], {
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const prints = (text: string) =>
    eventually(
      () => `it prints “${text}”. It printed:\n${output}`,
      () => output.includes(text),
      PATIENCE_MS / 4,
    );
  return { prints, output: () => output, kill: () => void child.kill("SIGINT"), ended: once(child, "close") };
}

test(
  "beside a running dev: registers itself, prints what happens, and is gone after Ctrl-C",
  { timeout: PATIENCE_MS },
  async () => {
    const session = await startDev(await scratchDir());
    await session.ready();
    const port = await freePort();
    const listen = startListen(["--port", `${port}`, "--till", session.url]);
    await listen.prints("Ctrl-C stops");
    const tokenOf = async (userId: string) =>
      String((await mutate(session.url, "sandbox.signIn", "", { userId }))["token"]);
    const [asha, staff] = [await tokenOf("usr_asha"), await tokenOf("usr_meera")];
    const endpoints = () => query(session.url, "webhooks.endpoints.list", staff, undefined);
    expect(await endpoints()).toMatchObject({ items: [{ url: `http://127.0.0.1:${port}/` }] });

    const basket = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" };
    const id = Number((await mutate(session.url, "orders.create", asha, basket))["id"]);
    await listen.prints(`✓ order.created: order #${id}, PENDING, ₹`);
    await mutate(session.url, "orders.pay", asha, { id });
    await listen.prints(`✓ order.paid: order #${id}, PAID, ₹`);

    listen.kill();
    expect(await listen.ended).toEqual([0, null]);
    expect(await endpoints()).toEqual({ items: [] });
    expect(listen.output()).not.toContain("whsec_");
  },
);

test("with a secret it only listens, and refuses what does not fit it", async () => {
  const secret = `whsec_${Buffer.from("a secret of 24 or more bytes").toString("base64")}`;
  const port = await freePort();
  const listen = startListen(["--port", `${port}`, "--secret", secret]);
  await listen.prints("Ctrl-C stops");
  const send = async (signature: string, body: string) => {
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      "webhook-signature": signature,
    };
    return (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body })).status;
  };
  const order = { id: 42, status: "PENDING", totalAmount: 149_900, currency: "INR", cancelReason: null };
  const payment = { declineCode: "insufficient_funds" };
  const body = JSON.stringify({ type: "payment.failed", timestamp: "", data: { order, payment, refund: null } });
  expect(await send(new Webhook(secret).sign("msg_1", new Date(), body), body)).toBe(204);
  await listen.prints("✓ payment.failed: order #42, PENDING, ₹1,499.00, declined: insufficient funds");
  expect(await send("v1,AAAA", body)).toBe(400);
  await listen.prints("✗ Refused: No matching signature found.");
});

test("without a Till it says in one sentence how to start one", async () => {
  const till = `http://127.0.0.1:${await freePort()}`;
  const listen = startListen(["--port", `${await freePort()}`, "--till", till]);
  expect(await listen.ended).toEqual([1, null]);
  expect(listen.output().trim()).toBe(`No Till answers at ${till}. Start one with: npx pnpm@10 dev`);
});
