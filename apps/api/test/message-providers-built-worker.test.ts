import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clientOf, startBuiltWorker } from "./built-worker.ts";
import { account, liveShopOf, resendKey, startResend, startTwilio } from "./provider-stand-ins.ts";
import { type Till, somebody, startTill } from "./till.ts";

const resend = await startResend(resendKey);
const twilio = await startTwilio(account);

const settings = liveShopOf("Acme Čaj", { resend, twilio });

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill({ variables: settings });
  worker = await startBuiltWorker(till.env);
});
afterAll(async () => {
  await worker.stop();
  resend.stop();
  twilio.stop();
  await till.stop();
});

const as = async (user = somebody("staff")) => clientOf(worker.url, await till.tokenOf(user));

test("in workerd, without the sandbox, a paid order sends one email and one SMS in the shop's name, also after a lost answer", async () => {
  const user = { ...somebody(), phone: "+91 98111-22333" };
  const [api, staff] = [await as(user), await as()];
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const states = async (orderId: number) =>
    (await staff.notifications.list.query({ orderId })).items.map(({ status, provider }) => [status, provider]);

  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const sent = [
    ["SENT", "Twilio"],
    ["SENT", "Resend"],
  ];
  await vi.waitFor(async () => expect(await states(id)).toEqual(sent), { timeout: 30_000 });

  resend.troubles.push("lose the answer");
  await staff.orders.collect.mutate({ id });
  const lost = [["SENT", "Twilio"], ["PENDING", null], ...sent];
  await vi.waitFor(async () => expect(await states(id)).toEqual(lost), { timeout: 30_000 });
  await worker.sweep(new Date(Date.now() + 61_000));
  expect(await states(id)).toEqual([...sent, ...sent]);

  expect(resend.mails).toMatchObject([
    {
      from: "Acme Čaj <orders@acme.example>",
      to: [user.email],
      reply_to: "help@acme.example",
      subject: "Order Received",
      html: expect.stringContaining("#7a1f5c"),
    },
    { subject: "Order Confirmed", text: expect.stringContaining("Acme Čaj\nQuestions? help@acme.example") },
  ]);
  expect(twilio.texts).toMatchObject([
    { To: "+919811122333", From: "+14155550100", Body: expect.stringMatching(/^Acme Čaj: We have your order/) },
    { To: "+919811122333", Body: expect.stringMatching(/^Acme Čaj: Order #\d+ paid/) },
  ]);
  for (const secret of [settings.RESEND_API_KEY, account.authToken, String(user.email), "98111", "We have"])
    expect(worker.log()).not.toContain(secret);
});
