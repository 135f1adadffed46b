import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { WebhookPayload } from "@till/contracts";
import { Webhook } from "standardwebhooks";

/** A shop's own server on loopback. It takes webhooks as they come; `verified` checks them, when their secret is known. */
export async function startWebhookReceiver() {
  const received: { readonly headers: Record<string, string>; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(204).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /**
     * What came so far, in order of arrival.
     *
     * @throws WebhookVerificationError if a signature is not valid.
     */
    verified: (secret: string) =>
      received.map(({ headers, body }) => new Webhook(secret).verify(body, headers) as WebhookPayload),
    stop: () => void server.close(),
  };
}
