import { parseEnv } from "node:util";
import { createClient } from "@libsql/client/http";
import { startBuiltWorker } from "@till/api/testing/built-worker";
import { startResend, startTwilio } from "@till/api/testing/providers";
import { standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { startLibsql } from "@till/libsql-local";
import { freePort } from "../start-till.ts";
import { startLoginService } from "./login-service.ts";
import { startWebhookReceiver } from "./webhook-receiver.ts";

const twilioAccount = { accountSid: `AC${"0123456789abcdef".repeat(2)}`, authToken: "twilio-auth-token-of-the-walk" };
const resendKey = "re_key_of_the_walk";

/** The other companies that a shop works with, each as a server on loopback. */
async function startOthers() {
  const [stripe, resend, twilio, login, server] = await Promise.all([
    startStripeStandIn(),
    startResend(resendKey),
    startTwilio(twilioAccount),
    startLoginService({ issuer: "https://login.acme.example", audience: "till" }),
    startWebhookReceiver(),
  ]);
  const hosts = {
    "api.stripe.com": stripe.url,
    "api.resend.com": resend.url,
    "api.twilio.com": twilio.url,
    "login.acme.example": login.url,
    "hooks.acme.example": server.url,
  };
  const stop = async () => {
    for (const one of [resend, twilio, login, server]) one.stop();
    await stripe.stop();
  };
  return { stripe, resend, twilio, login, server, hosts, stop };
}

export type LiveShop = Awaited<ReturnType<typeof startLiveShop>>;

/**
 * A shop that nobody has set up yet: an empty database, the other companies, and `open`, which starts the built Worker with
 * the settings of a page. `here` puts into a text of a page what is true here: addresses, keys and tokens.
 */
export async function startLiveShop() {
  const [database, others, port] = await Promise.all([startLibsql(), startOthers(), freePort()]);
  const url = `http://127.0.0.1:${port}`;
  const places: readonly (readonly [onPage: string, here: string])[] = [
    ["https://shop.example", url],
    ["libsql://acme.turso.io", database.url],
    ["eyJ…", database.authToken],
    ["sk_test_…", standInKeys.secretKey],
    ["whsec_…", standInKeys.webhookSecret],
    ["pk_test_…", standInKeys.publishableKey],
    ["re_…", resendKey],
    ["AC…", twilioAccount.accountSid],
    ["TWILIO_AUTH_TOKEN=…", `TWILIO_AUTH_TOKEN=${twilioAccount.authToken}`],
    // Where a browser goes. The Worker reaches this host by its name.
    ["LOGIN_URL=https://login.acme.example", `LOGIN_URL=${others.login.url}`],
  ];
  const here = (text: string) => places.reduce((so, [onPage, real]) => so.replaceAll(onPage, real), text);
  others.stripe.network.eventsTo = `${url}/gateway/stripe/events`;
  const rows = createClient({ url: database.url, authToken: database.authToken });
  let worker: Awaited<ReturnType<typeof startBuiltWorker>> | null = null;
  return {
    url,
    ...others,
    here,
    /** Starts the Worker with the settings that a page shows. */
    async open(settings: string) {
      const variables = parseEnv(here(settings)) as Record<string, string>;
      worker = await startBuiltWorker(variables, { port, hosts: others.hosts });
      return worker;
    },
    /** Asks the database itself. */
    rows: async (sql: string) => (await rows.execute(sql)).rows.map((row) => ({ ...row })),
    async stop() {
      await worker?.stop();
      rows.close();
      await others.stop();
      await database.stop();
    },
  };
}
