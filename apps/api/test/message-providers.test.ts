import { simulator } from "@till/domain";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { providerTimeoutMs } from "../src/channels/ask-provider.ts";
import { account, liveShopOf, resendKey, startPostmark, startResend, startTwilio } from "./provider-stand-ins.ts";
import { type Till, somebody, startTill } from "./till.ts";

const [resend, postmark, twilio] = await Promise.all([
  startResend(resendKey),
  startPostmark("postmark-token-of-tests"),
  startTwilio(account),
]);
const providers = [resend, postmark, twilio];

const settings = liveShopOf("Čaj & Co, “Acme”", { resend, twilio });
const withPostmark = {
  EMAIL_PROVIDER: "postmark",
  EMAIL_API_URL: postmark.url,
  POSTMARK_SERVER_TOKEN: "postmark-token-of-tests",
};
const gateway = { ...simulator, isSimulated: false };

let shop: Till;
let other: Till;
beforeAll(async () => {
  shop = await startTill({ gateway, variables: settings });
  other = await startTill({ gateway, variables: { ...settings, ...withPostmark } });
});
afterEach(() => {
  vi.restoreAllMocks();
  shop.world.toProviders = fetch;
});
afterAll(async () => {
  for (const { stop } of providers) stop();
  await Promise.all([shop.stop(), other.stop()]);
});

/** Somebody pays an order, and staff read what became of its messages. */
async function paidOrder(till: Till, who: { email?: string; phone?: string } = {}) {
  const user = { ...somebody(), ...who };
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ unitPrice: 12_345 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id });
  await till.settled();
  const staff = till.as(somebody("staff"));
  const of = async (channel: "EMAIL" | "SMS") =>
    (await staff.notifications.list.query({ orderId: id, channel })).items[0];
  return { user, id, of };
}

const aMinuteLater = () => new Date(Date.now() + 61_000);
const mailsTo = (email: string | null) => resend.mails.filter(({ to }) => String(to) === email);
const copiesAt = {
  Resend: mailsTo,
  Postmark: (email: string | null) => postmark.mails.filter(({ To }) => To === email),
};

test("a paid order sends one email and one SMS, in the name of the shop, and staff read the providers' ids", async () => {
  const { user, id, of } = await paidOrder(shop);
  const { receiptUrl } = await shop.as(user).orders.get.query({ id });
  const [mail, ...others] = mailsTo(user.email);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: '"Čaj & Co, “Acme”" <orders@acme.example>',
    to: [user.email],
    reply_to: "help@acme.example",
    subject: "Order Confirmed",
    text: `Your order #${id} is paid. Amount: ₹123.45\n\nView your receipt: ${receiptUrl}\n\nČaj & Co, “Acme”\nQuestions? help@acme.example`,
    html: expect.stringMatching(new RegExp(`#7a1f5c[^]*href="${receiptUrl}"`)),
    headers: { "Auto-Submitted": "auto-generated" },
  });
  const texts = twilio.texts.filter(({ Body }) => Body?.includes(`#${id} `) && Body.startsWith("Čaj"));
  expect(texts).toMatchObject([
    { To: user.phone, From: "+14155550100", Body: `Čaj & Co, “Acme”: Order #${id} paid successfully.` },
  ]);
  expect(await of("EMAIL")).toMatchObject({ status: "SENT", provider: "Resend", providerId: expect.any(String) });
  expect(await of("SMS")).toMatchObject({ status: "SENT", provider: "Twilio", providerId: texts[0]?.["sid"] });
});

test("Postmark gets the same email on its stream for transactions, without tracking", async () => {
  const { user, of } = await paidOrder(other);
  const [mail] = copiesAt.Postmark(user.email);
  expect(mail).toMatchObject({
    From: '"Čaj & Co, “Acme”" <orders@acme.example>',
    ReplyTo: "help@acme.example",
    Subject: "Order Confirmed",
    MessageStream: "outbound",
    TrackOpens: false,
    TrackLinks: "None",
  });
  expect(await of("EMAIL")).toMatchObject({ status: "SENT", provider: "Postmark", providerId: mail?.["MessageID"] });
});

test.each([
  ["Resend", () => shop, resend],
  ["Postmark", () => other, postmark],
] as const)("an answer of %s that is lost leads to one email", async (name, till, server) => {
  server.troubles.push("lose the answer");
  const { user, of } = await paidOrder(till());
  expect(await of("EMAIL")).toMatchObject({ status: "PENDING", lastError: `${name} could not be reached.` });
  await till().sweep(aMinuteLater());
  expect(await of("EMAIL")).toMatchObject({ status: "SENT", attempts: 2, providerId: expect.any(String) });
  expect(copiesAt[name](user.email)).toHaveLength(1);
});

test("an email that Resend took, and that would read differently by now, counts as sent and is not sent again", async () => {
  resend.troubles.push("lose the answer");
  const { user, of } = await paidOrder(shop);
  await shop.rows("UPDATE customers SET name = 'Another Name' WHERE id = ?", user.id);
  await shop.sweep(aMinuteLater());
  expect(await of("EMAIL")).toMatchObject({ status: "SENT", provider: "Resend", providerId: null });
  expect(mailsTo(user.email)).toHaveLength(1);
});

test("an answer of Twilio that is lost leads to one SMS, and another text to the same number is not taken for it", async () => {
  const phone = "+919800000042";
  await paidOrder(shop, { phone });
  twilio.troubles.push("lose the answer");
  const lost = await paidOrder(shop, { phone });
  answersNothing(shop, twilio);
  await shop.sweep(aMinuteLater());
  await shop.sweep(new Date(Date.now() + 10 * 60_000));
  expect(await lost.of("SMS")).toMatchObject({ status: "SENT", attempts: 3 });
  expect(twilio.texts.filter(({ To }) => To === phone)).toHaveLength(2);
});

/** Has the time of the next request to a provider be over before its answer comes. */
function answersNothing(till: Till, { url }: { url: string }): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const ends = new Map<unknown, AbortController>();
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    if (ms !== providerTimeoutMs) return timeout(ms);
    const end = new AbortController();
    ends.set(end.signal, end);
    return end.signal;
  });
  let isNext = true;
  till.world.toProviders = (input, init) => {
    if (isNext && String(input).startsWith(url)) {
      isNext = false;
      ends.get(init?.signal)?.abort();
    }
    return fetch(input, init);
  };
}

test("a provider that answers nothing delays no other channel", async () => {
  answersNothing(shop, resend);
  const { of } = await paidOrder(shop);
  expect(await of("SMS")).toMatchObject({ status: "SENT" });
  expect(await of("EMAIL")).toMatchObject({
    status: "PENDING",
    lastError: "Resend gave no answer within 10 seconds.",
  });
  await shop.sweep(aMinuteLater());
  expect(await of("EMAIL")).toMatchObject({ status: "SENT" });
});

test("a provider that is down or asks for time is asked again, and not before the time that it names", async () => {
  const busy = {
    status: 429,
    headers: { "retry-after": "600" },
    body: { name: "rate_limit_exceeded", message: "Slow" },
  };
  resend.troubles.push({ status: 503, body: "<html>" }, busy);
  const { id, of } = await paidOrder(shop);
  expect(await of("EMAIL")).toMatchObject({ status: "PENDING", lastError: "Resend says: HTTP 503" });
  await shop.sweep(aMinuteLater());
  const [email] = await shop.rows(
    "SELECT next_attempt_at FROM notifications WHERE order_id = ? AND channel = 'EMAIL'",
    id,
  );
  const nextAttemptAt = new Date(String(email?.["next_attempt_at"]));
  expect(nextAttemptAt.getTime() - Date.now()).toBeGreaterThan(600_000);
  await shop.sweep(nextAttemptAt);
  expect(await of("EMAIL")).toMatchObject({ status: "SENT", attempts: 3 });
});

test("a definite no is given up at once, with the provider's sentence for staff and no address in the log", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const email = `inactive-${crypto.randomUUID()}@example.com`;
  const { of } = await paidOrder(other, { email, phone: "98222 22222" });
  expect(await of("EMAIL")).toMatchObject({
    status: "FAILED",
    attempts: 1,
    lastError: "Postmark says: You tried to send to a recipient that has been marked as inactive.",
  });
  expect(await of("SMS")).toMatchObject({
    status: "FAILED",
    lastError: "The phone number has no country code: it must be written like +919811111111.",
  });
  const lines = logged.mock.calls.join("\n");
  expect(lines).toContain('"provider":"Postmark","status":422,"code":"406"');
  for (const secret of [email, "98222", "recipient", ...Object.values(withPostmark).slice(2), account.authToken])
    expect(lines).not.toContain(secret);
});

test.each([
  ["Resend", () => shop, resend, { status: 403, body: { name: "invalid_api_key", message: "API key is invalid." } }],
  ["Postmark", () => other, postmark, { status: 422, body: { ErrorCode: 405, Message: "You ran out of credits." } }],
] as const)("a refusal of %s that is about the account costs no message", async (_name, till, server, refusal) => {
  server.troubles.push(refusal);
  const { of } = await paidOrder(till());
  expect(await of("EMAIL")).toMatchObject({ status: "PENDING" });
  await till().sweep(aMinuteLater());
  expect(await of("EMAIL")).toMatchObject({ status: "SENT" });
});

test("a sender that the provider has not verified is definite; a key that it does not know is not", async () => {
  const shops = await Promise.all(
    [{ EMAIL_FROM: "orders@other.example" }, { RESEND_API_KEY: "re_old" }].map((wrong) =>
      startTill({ gateway, variables: { ...settings, SMS_FROM: "Acme", ...wrong } }),
    ),
  );
  const errors = await Promise.all(shops.map(async (till) => (await paidOrder(till)).of("EMAIL")));
  expect(errors).toMatchObject([
    { status: "FAILED", lastError: "Resend says: The other.example domain is not verified." },
    // A new key mends it, and then nothing is lost.
    { status: "PENDING", lastError: "Resend says: API key is invalid" },
  ]);
  await Promise.all(shops.map((till) => till.stop()));
});

test("a sandbox sends real messages only to those whom the settings name; the inbox has all", async () => {
  const named = `asha-${crypto.randomUUID()}@team.example`;
  const variables = { ...settings, SANDBOX: "on", SANDBOX_RECIPIENTS: "@team.example, +919800000001" };
  const sandbox = await startTill({ variables });
  const [mine, theirs] = [await paidOrder(sandbox, { email: named }), await paidOrder(sandbox)];
  expect(await mine.of("EMAIL")).toMatchObject({ status: "SENT", provider: "Resend" });
  expect(await theirs.of("EMAIL")).toMatchObject({ status: "SENT", provider: null, text: expect.any(String) });
  expect(mailsTo(named)).toHaveLength(1);
  expect(mailsTo(theirs.user.email)).toEqual([]);
  expect(await mine.of("SMS")).toMatchObject({ provider: null });
  await sandbox.stop();
});
