import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { environmentWithChromium } from "@till/e2e/chromium";
import { expect, onTestFinished, test } from "vitest";
import { programs } from "./documents.ts";
import { type Output, manifestOf, names, projectWithPacked, root, run } from "./project.ts";
import { binOf, runDev } from "./run-dev.ts";

test("what is packed names nothing of the workspace", async () => {
  const dir = await projectWithPacked();
  for (const name of names) {
    const target = join(dir, "node_modules/@till", name);
    const text = await readFile(join(target, "package.json"), "utf8");
    expect(text).not.toMatch(/workspace:|catalog:|\/src\//);
    expect(Object.keys((await manifestOf(target)).dependencies ?? {})).not.toContain("@till/contracts");
    expect(text).not.toContain("devDependencies");
    expect(await readdir(target)).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist"]));
  }
});

test("the packed command has the licences of what is bundled in it", async () => {
  const dir = await projectWithPacked();
  const text = await readFile(join(dir, "node_modules/@till/cli/dist/THIRD-PARTY.txt"), "utf8");
  const bundled = [...text.matchAll(/^(\S+)@[\d.]+$/gm)].map(([, name]) => name);
  // One of the Worker, of the shop, of the reference page, of the command.
  expect(bundled).toEqual(expect.arrayContaining(["hono", "react", "vue", "standardwebhooks"]));
  expect(text).toContain("Permission is hereby granted");
});

test("the client's types name no module but those that it depends on", async () => {
  const dir = await projectWithPacked();
  const types = await readFile(join(dir, "node_modules/@till/client/dist/index.d.ts"), "utf8");
  const modules = [...types.matchAll(/(?:from |import\()"([^"]+)"/g)].map(([, name]) => name);
  expect(new Set(modules)).toEqual(new Set(["@trpc/client", "@trpc/server", "zod"]));
  expect(types).not.toMatch(/\b(Database|Authenticate|PolicyName = keyof)\b/);
});

test("in an empty folder, `till dev` runs a Till that the packed client can use", async () => {
  const dir = await projectWithPacked();
  const bin = await binOf(dir);
  const { url, output, stop } = await runDev(dir);
  expect(existsSync(join(dir, ".till/database"))).toBe(true);
  expect((await fetch(`${url}/`)).headers.get("content-type")).toContain("text/html");

  const made = await run(process.execPath, [bin, "new", "--name", "Returns", "--url", url], { cwd: dir });
  expect(made.stdout).toMatch(new RegExp(`${url}/t/[a-z0-9]+\n[^]*usr_asha \\(Asha Rao, customer\\): ey`));

  const readme = await readFile(join(dir, "node_modules/@till/client/README.md"), "utf8");
  const snippet = /```ts\n([\s\S]+?)```/.exec(readme)?.[1] ?? "";
  await writeFile(join(dir, "order.mjs"), snippet.replace("http://localhost:8787", url));
  expect((await run(process.execPath, ["order.mjs"], { cwd: dir })).stdout).toBe("insufficient_funds\n");

  const audited = await run(process.execPath, [bin, "audit", "--url", url], { cwd: dir });
  expect(audited.stdout).toMatch(/^✓ Nothing differs: 1 order and \d+ discount codes checked\.\n$/);

  // The sweep settles the payment after 5 seconds, and the queue sends the message.
  await writeFile(
    join(dir, "settles.mjs"),
    `import { createTillClient } from "@till/client";
const { token } = await createTillClient({ url: "${url}" }).sandbox.signIn.mutate({ userId: "usr_ben" });
const till = createTillClient({ url: "${url}", token });
const { id } = await till.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
await till.orders.pay.mutate({ id, source: { token: "pm_card_processing" } });
const wanted = { orderId: id, channel: "EMAIL", event: "order.paid", timeoutMs: 50_000 };
console.log((await till.inbox.waitFor(wanted)).subject);`,
  );
  expect((await run(process.execPath, ["settles.mjs"], { cwd: dir })).stdout).toBe("Order Confirmed\n");
  expect(output()).toContain("Subject: Order Confirmed");
  expect(await stop()).toEqual({ code: 143, signal: null });
});

test("in an empty folder, `till verify webhooks` finds a handler that checks no signature", async () => {
  const dir = await projectWithPacked();
  const server = createServer((request, response) => request.resume().on("end", () => response.writeHead(204).end()));
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const secret = `whsec_${Buffer.from("a secret of 24 or more bytes").toString("base64")}`;
  const args = [await binOf(dir), "verify", "webhooks", "--url", url, "--secret", secret];
  const failed = (await run(process.execPath, args, { cwd: dir }).catch((error: unknown) => error)) as Output;
  expect(failed).toMatchObject({ code: 1 });
  expect(failed.stdout).toContain("✓ A valid webhook");
  expect(failed.stdout).toMatch(/✗ A wrong signature +Answered 204, instead of 4xx\./);
});

/** The code of a README, by the names of the files that its comments say. */
async function filesOfReadme(dir: string, name: string): Promise<Map<string, string>> {
  const readme = await readFile(join(dir, "node_modules/@till", name, "README.md"), "utf8");
  return new Map(
    [...readme.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]+?)```/g)].map(([, file = "", code = ""]) => [file, code]),
  );
}

/** Writes files of the test kit's README into a project, and beside them a test that fails. */
async function testsOfReadme(dir: string, runner: "vitest" | "playwright", wanted: string[], broken: string) {
  const files = await filesOfReadme(dir, "testing");
  for (const name of wanted) await writeFile(join(dir, name), files.get(name) ?? "");
  await writeFile(
    join(dir, broken),
    `import { expect, test } from "@till/testing/${runner}";
test("broken", async ({ till }) => {
  const asha = till.customer("asha");
  const order = await asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  expect(order).toBePaid();
});`,
  );
}

/** Runs tests of which one fails, and checks what is left of it: its till, its story, and its file. */
async function expectOneKept(dir: string, url: string, args: string[], passed = 1) {
  const env = { ...(await environmentWithChromium()), TILL_URL: url, NO_COLOR: "1", VITEST: "" };
  const failed = (await run(process.execPath, args, { cwd: dir, env }).catch((error: unknown) => error)) as Output;
  const printed = failed.stdout + failed.stderr;
  expect(printed).toMatch(new RegExp(`1 failed[^]+${passed} passed`));
  expect(printed).toMatch(/Order #1 is PENDING:\s+\S+ placed: INR/);
  const [, kept] = /The till of “broken” is kept for an hour: (\S+)/.exec(printed) ?? [];
  const tills = (await (await fetch(`${url}/v1/sandbox/tills`)).json()) as {
    items: { id: string; name: string; url: string }[];
  };
  // The README makes one without a name, which is then its id.
  expect(tills.items.filter(({ id, name }) => name !== id)).toMatchObject([{ name: "broken", url: kept }]);
  const [, file = ""] = /npx till replay (\S+)/.exec(printed) ?? [];
  expect(JSON.parse(await readFile(join(dir, file), "utf8"))).toMatchObject({
    till: { url: kept },
    dossiers: [{ order: { id: 1, status: "PENDING" } }],
  });
}

test("the packed test kit runs the tests of the documents in Vitest, and tells of a test that fails", async () => {
  const dir = await projectWithPacked();
  const { url } = await runDev(dir);
  await testsOfReadme(dir, "vitest", ["vitest.config.mts", "shop.test.ts"], "broken.test.ts");
  const others = programs.filter(({ runs }) => runs);
  for (const { file, text } of others) await writeFile(join(dir, `${file}.test.ts`), text);
  await expectOneKept(dir, url, [join(dir, "node_modules/vitest/vitest.mjs"), "run"], 1 + others.length);
});

test("the packed test kit runs the test of its README in Playwright, and tells of a test that fails", async () => {
  const dir = await projectWithPacked();
  const { url } = await runDev(dir);
  await testsOfReadme(dir, "playwright", ["playwright.config.ts", "shop.spec.ts"], "broken.spec.ts");
  // The README's tests use the browser that Playwright installs. Here they use ours.
  const config = await readFile(join(dir, "playwright.config.ts"), "utf8");
  const launch = `{ executablePath: process.env.CHROME_PATH, args: ["--no-sandbox"] }`;
  const use = `use: process.env.CHROME_PATH ? { launchOptions: ${launch} } : { channel: process.env.CHROME_CHANNEL }`;
  await writeFile(join(dir, "playwright.config.ts"), config.replace("fullyParallel", `${use}, fullyParallel`));
  await expectOneKept(dir, url, [join(dir, "node_modules/@playwright/test/cli.js"), "test"]);
});

test("the packed types say what a call takes and gives, without the repository", async () => {
  const dir = await projectWithPacked();
  await writeFile(
    join(dir, "types.ts"),
    `import { createTillClient, isRefusal, type TillClient } from "@till/client";
import { payWith, startTill, type TestTill } from "@till/testing";
import * as playwright from "@till/testing/playwright";
import { expect, test } from "@till/testing/vitest";
const till: TillClient = createTillClient({ url: "http://localhost:8787" });
const order = await till.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
const status: "PENDING" | "PAID" | "CANCELLED" | "REFUNDED" = order.status;
// @ts-expect-error there is no such way to pay
await till.orders.create.mutate({ items: [], paymentMethod: "BARTER" });
const error: unknown = null;
if (isRefusal(error, "PAYMENT_DECLINED")) error.data.refusal.details.declineCode satisfies string;
// @ts-expect-error there is no such refusal
isRefusal(error, "NO_SUCH_CODE");
test("types", async ({ till: own }: { till: TestTill }) => {
  const webhooks = await own.webhooks.receive();
  await webhooks.next("order.paid");
  // @ts-expect-error there is no such event
  await webhooks.next("order.lost");
  await own.customer().orders.pay.mutate({ id: 1, source: payWith("sim:insufficient_funds>succeeded") });
  // @ts-expect-error there is no such outcome
  payWith("sim:insufficient_fund>succeeded");
  // @ts-expect-error there is no such card
  payWith("pm_card_amex");
  await own.faults.arm({ procedure: "orders.pay", fault: "lost_after" });
  // @ts-expect-error there is no such procedure
  await own.faults.arm({ procedure: "orders.paid", fault: "lost_after" });
  expect(order).toBePaid();
  // @ts-expect-error there is no such refusal
  await expect(till.products.list.query({})).toBeRefused("NO_SUCH_CODE");
});
playwright.test("types", async ({ till: own }) => {
  await playwright.expect(own.customer("ben")).toHaveReceived("EMAIL", /paid/);
  // @ts-expect-error there is no such refusal
  await playwright.expect(till.products.list.query({})).toBeRefused("NO_SUCH_CODE");
});
export { startTill, status };
`,
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const options = [
    "--strict",
    "--noEmit",
    "--module",
    "nodenext",
    "--target",
    "es2024",
    "--skipLibCheck",
    "--types",
    "",
  ];
  const { stdout } = await run(process.execPath, [tsc, ...options, "types.ts"], { cwd: dir }).catch((failed) => failed);
  expect(stdout).toBe("");
});
