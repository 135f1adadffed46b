import { type IncomingHttpHeaders, createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request to a stand-in. */
interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** What a stand-in does to its next request instead of, or besides, answering it. */
type Trouble = "lose the answer" | Answered;

/** Serves a provider on loopback. `troubles` are done to the next requests, one each. */
async function serve(answer: (asked: Asked) => Answered) {
  const troubles: Trouble[] = [];
  const requests: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", headers, url = "" } = request;
      const asked = { method, headers, url: new URL(url, "http://stand-in"), body: await text(request) };
      requests.push(asked);
      const trouble = troubles.shift();
      const { status, body, headers: more } = typeof trouble === "object" ? trouble : answer(asked);
      if (trouble === "lose the answer") return void request.socket.destroy();
      response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(body));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, troubles, requests, stop };
}

type Fields = Record<string, unknown>;
const fieldsOf = ({ body }: Asked) => JSON.parse(body) as Fields;
const domainOf = (mailbox: unknown) => /@([^>]+)>?$/.exec(String(mailbox))?.[1];

/** The domain that the stand-ins have verified. */
const verifiedDomain = "acme.example";

const resendRefusal = (status: number, name: string, message: string) => ({
  status,
  body: { statusCode: status, name, message },
});

/** Answers as https://resend.com/docs/api-reference says: authentication, fields, sender and idempotency. */
export async function startResend(apiKey: string) {
  const mails: Fields[] = [];
  const kept = new Map<string, { readonly payload: string; readonly id: string }>();
  const server = await serve((asked) => {
    const { method, url, headers, body } = asked;
    // Its proxy wants to know what calls. Unlike Node, workerd says nothing by itself.
    if (!headers["user-agent"]) return { status: 403, body: "error code: 1010" };
    if (`${method} ${url.pathname}` !== "POST /emails") return resendRefusal(404, "not_found", "Not found.");
    if (headers.authorization !== `Bearer ${apiKey}`)
      return resendRefusal(401, "validation_error", "API key is invalid");
    const key = String(headers["idempotency-key"]);
    if (key.length > 256) return resendRefusal(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    const before = kept.get(key);
    if (before?.payload === body) return { status: 200, body: { id: before.id } };
    if (before) return resendRefusal(409, "invalid_idempotent_request", "The key was used with a different payload.");
    const mail = fieldsOf(asked);
    const missing = ["from", "to", "subject", "html", "text"].find((field) => !mail[field]);
    if (missing) return resendRefusal(422, "missing_required_field", `Missing \`${missing}\` field.`);
    if (domainOf(mail["from"]) !== verifiedDomain)
      return resendRefusal(403, "validation_error", `The ${domainOf(mail["from"])} domain is not verified.`);
    const id = crypto.randomUUID();
    kept.set(key, { payload: body, id });
    mails.push(mail);
    return { status: 200, body: { id } };
  });
  return { ...server, mails };
}

const postmarkRefusal = (status: number, ErrorCode: number, Message: string) => ({
  status,
  body: { ErrorCode, Message },
});

/** Answers as https://postmarkapp.com/developer says: authentication, fields, senders, and a search by metadata. */
export async function startPostmark(serverToken: string) {
  const mails: Fields[] = [];
  const server = await serve((asked) => {
    const { method, url, headers } = asked;
    if (headers["x-postmark-server-token"] !== serverToken)
      return postmarkRefusal(
        401,
        10,
        "The Server Token you provided in the X-Postmark-Server-Token request header was invalid.",
      );
    if (`${method} ${url.pathname}` === "GET /messages/outbound") {
      const key = url.searchParams.get("metadata_till-message");
      const found = mails.filter(({ Metadata }) => (Metadata as Fields)["till-message"] === key);
      return { status: 200, body: { TotalCount: found.length, Messages: found } };
    }
    const mail = fieldsOf(asked);
    if (domainOf(mail["From"]) !== verifiedDomain)
      return postmarkRefusal(422, 400, `The 'From' address you supplied is not a Sender Signature on your account.`);
    if (String(mail["To"]).startsWith("inactive"))
      return postmarkRefusal(422, 406, "You tried to send to a recipient that has been marked as inactive.");
    const MessageID = crypto.randomUUID();
    mails.push({ ...mail, MessageID });
    return { status: 200, body: { To: mail["To"], MessageID, ErrorCode: 0, Message: "OK" } };
  });
  return { ...server, mails };
}

const twilioRefusal = (status: number, code: number, message: string) => ({ status, body: { status, code, message } });

/** Answers as https://www.twilio.com/docs/messaging/api/message-resource says: authentication, fields, and the list. */
export async function startTwilio({ accountSid, authToken }: { accountSid: string; authToken: string }) {
  const texts: Record<string, string>[] = [];
  const server = await serve(({ method, url, headers, body }) => {
    if (headers.authorization !== `Basic ${btoa(`${accountSid}:${authToken}`)}`)
      return twilioRefusal(401, 20003, "Authentication Error - invalid username");
    if (url.pathname !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return twilioRefusal(404, 20404, "The requested resource was not found");
    if (method === "GET") {
      const messages = texts.filter(({ To }) => To === url.searchParams.get("To"));
      return {
        status: 200,
        body: { messages: messages.map(({ Body, sid, takenAt }) => ({ body: Body, sid, date_created: takenAt })) },
      };
    }
    const sms = Object.fromEntries(new URLSearchParams(body));
    if (!/^\+[1-9]\d{6,14}$/.test(sms["To"] ?? "")) return twilioRefusal(400, 21211, "Invalid 'To' Phone Number");
    if (!sms["From"] && !sms["MessagingServiceSid"])
      return twilioRefusal(400, 21603, "A 'From' phone number is required.");
    if (!sms["Body"] || sms["Body"].length > 1600) return twilioRefusal(400, 21617, "The message body is too long.");
    const sid = `SM${crypto.randomUUID().replaceAll("-", "")}`;
    texts.push({ ...sms, sid, takenAt: new Date().toUTCString() });
    return { status: 201, body: { sid, status: "queued" } };
  });
  return { ...server, texts };
}

/** What the stand-ins take as keys. */
export const account = { accountSid: `AC${"0123456789abcdef".repeat(2)}`, authToken: "twilio-auth-token-of-tests" };
export const resendKey = "re_key_of_tests";

/** The settings of a live shop that sends emails with Resend and text messages with Twilio, at these stand-ins. */
export const liveShopOf = (shopName: string, { resend, twilio }: Record<"resend" | "twilio", { url: string }>) => ({
  SANDBOX: "off",
  SHOP_NAME: shopName,
  SHOP_SUPPORT: "help@acme.example",
  SHOP_COLOR: "#7a1f5c",
  EMAIL_PROVIDER: "resend",
  EMAIL_FROM: `orders@${verifiedDomain}`,
  EMAIL_API_URL: resend.url,
  RESEND_API_KEY: resendKey,
  SMS_PROVIDER: "twilio",
  SMS_FROM: "+14155550100",
  SMS_API_URL: twilio.url,
  TWILIO_ACCOUNT_SID: account.accountSid,
  TWILIO_AUTH_TOKEN: account.authToken,
});
