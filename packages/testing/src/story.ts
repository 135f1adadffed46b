import type { Dossier, Order } from "@till/client";

/** What an order itself says of what happened to it: a line for each thing, oldest first. */
export function storyInOrder(order: StoriedOrder): string[] {
  const things = [
    { at: order.createdAt, text: `placed: ${order.currency} ${order.totalAmount}, in minor units` },
    ...order.payments.map(({ id, createdAt: at, status, declineCode }) => ({
      at,
      text: `${["attempt to pay", status, declineCode].filter(Boolean).join(" ")} (${id})`,
    })),
    ...order.refunds.map(({ createdAt: at, amount, status, reason }) => ({
      at,
      text: `refund of ${[`${amount} ${status}`, reason].filter((part) => part !== null).join(": ")}`,
    })),
    ...(order.cancelledAt === null
      ? []
      : [{ at: order.cancelledAt, text: ["cancelled", order.cancelReason].filter(Boolean).join(": ") }]),
  ];
  return things.toSorted((a, b) => a.at.localeCompare(b.at)).map(lineOf);
}

/** An order, or that of a webhook. */
export type StoriedOrder = Pick<
  Order,
  "id" | "status" | "currency" | "totalAmount" | "payments" | "refunds" | "createdAt" | "cancelledAt" | "cancelReason"
>;

/** All that happened to an order, as its dossier tells it. */
export const storyInDossier = ({ order, story }: Pick<Dossier, "order" | "story">): string[] => [
  `Order #${order.id} of ${order.userId} is ${order.status}:`,
  ...story.map(lineOf),
];

const lineOf = ({ at, text }: { at: string; text: string }) => `  ${at} ${text}`;
