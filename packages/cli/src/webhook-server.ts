import { type IncomingMessage, type Server, createServer } from "node:http";
import { text } from "node:stream/consumers";
import { styleText } from "node:util";
import type { WebhookPayload } from "@till/contracts";
import { formatMoney } from "@till/domain";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

/** A server that receives webhooks, verifies them with the official library, and prints them as a person reads. */
export function createWebhookServer(secret: string, print: (line: string) => void): Server {
  const webhook = new Webhook(secret);
  return createServer((request, response) => {
    const answer = (status: number) => response.writeHead(status).end();
    receive(webhook, request).then(
      (line) => {
        print(line);
        answer(204);
      },
      (error: unknown) => {
        const reason = error instanceof WebhookVerificationError ? error.message : "It can't be read";
        print(`${styleText("red", "✗")} Refused: ${reason}.`);
        answer(400);
      },
    );
  });
}

async function receive(webhook: Webhook, request: IncomingMessage): Promise<string> {
  const body = await text(request);
  const payload = webhook.verify(body, request.headers as Record<string, string>) as WebhookPayload;
  return `${styleText("green", "✓")} ${tellWebhook(payload)} ${styleText("dim", String(request.headers["webhook-id"]))}`;
}

/** `order.paid: order #42, PAID, ₹1,499.00`, and what the payment or the refund adds to it. */
function tellWebhook({ type, data: { order, payment, refund } }: WebhookPayload): string {
  const facts = [`order #${order.id}`, order.status, formatMoney(order.totalAmount, order.currency)];
  if (payment?.declineCode) facts.push(`declined: ${payment.declineCode.replaceAll("_", " ")}`);
  if (refund) facts.push(`refunded ${formatMoney(refund.amount, order.currency)}`);
  if (order.cancelReason !== null) facts.push(`reason: ${order.cancelReason}`);
  return `${styleText("bold", type)}: ${facts.join(", ")}`;
}
