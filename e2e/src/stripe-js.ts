import { paymentSources } from "@till/contracts";
import type { BrowserContext } from "playwright-core";

/** The ids of Stripe's cards for tests, by their numbers. */
const tokens = Object.fromEntries(
  paymentSources.flatMap(({ card, token }) => (card && token !== null ? [[card.number, token]] : [])),
);

/**
 * What the page gets instead of Stripe.js: a frame of Stripe's origin with a field, and a call of Stripe's API that makes an
 * id of the card. So the page's policy has to allow what the real one needs.
 */
const script = `
  const origin = "https://js.stripe.com";
  window.Stripe = (key) => ({
    elements: () => ({
      create(type, options) {
        const handlers = {};
        const frame = document.createElement("iframe");
        frame.title = "Secure card field";
        frame.style = "border: 0; width: 100%; height: 20px";
        frame.src = origin + "/field";
        const hear = ({ origin: from, data }) => {
          if (from === origin) handlers[data.event]?.(data);
        };
        addEventListener("message", hear);
        return {
          frame,
          mount: (place) => place.append(frame),
          on: (event, handler) => void (handlers[event] = handler),
          destroy: () => { removeEventListener("message", hear); frame.remove(); },
        };
      },
    }),
    async createPaymentMethod({ card }) {
      const answer = new Promise((resolve) => addEventListener("message", function hear({ origin: from, data }) {
        if (from !== origin || data.event !== "made") return;
        removeEventListener("message", hear);
        resolve(data.made);
      }));
      await fetch("https://api.stripe.com/v1/ping", { headers: { authorization: "Bearer " + key } });
      card.frame.contentWindow.postMessage("make", origin);
      return answer;
    },
    registerAppInfo() {},
    _registerWrapper() {},
  });
  window.Stripe.version = "endive";
`;

/** The frame. The number stays in it: only an id leaves. */
const field = `<!doctype html>
  <html lang="en">
    <body style="margin: 0">
      <input aria-label="Card number" inputmode="numeric" style="border: 0; width: 100%" />
      <script>
        const tokens = ${JSON.stringify(tokens)};
        const input = document.querySelector("input");
        const say = (data) => parent.postMessage(data, "*");
        addEventListener("message", ({ data }) => {
          if (data !== "make") return;
          const id = tokens[input.value.replaceAll(" ", "")];
          const made = id ? { paymentMethod: { id } } : { error: { message: "Your card number is incomplete." } };
          say({ event: "made", made });
        });
        say({ event: "ready" });
      </script>
    </body>
  </html>`;

/** Answers for Stripe's hosts in a browser. Returns the keys that its API was called with. */
export async function standInForStripeJs(context: BrowserContext): Promise<string[]> {
  const keys: string[] = [];
  await context.route("https://js.stripe.com/**", (route) =>
    new URL(route.request().url()).pathname === "/field"
      ? route.fulfill({ contentType: "text/html", body: field })
      : route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await context.route("https://api.stripe.com/**", (route) => {
    const { authorization } = route.request().headers();
    if (authorization) keys.push(authorization);
    return route.fulfill({
      json: {},
      headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "*" },
    });
  });
  return keys;
}
