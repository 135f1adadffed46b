import {
  type OrderStatus,
  notificationStatusSchema,
  orderStatuses,
  paymentStatusSchema,
  refundStatusSchema,
  webhookDeliveryStatusSchema,
} from "@till/contracts";
import { type CommandName, type Party, type Transition, commandNames, transitions } from "@till/domain";
import { code, listed, page, table } from "./markdown.ts";

/** What a command does, for a reader; and what an order is then, where people or Till's clock give the command. */
const commands: Readonly<Record<CommandName, readonly [text: string, participle?: string]>> = {
  create: ["places the order"],
  pay: ["tries to pay through the gateway", "paid"],
  replace: ["ends an attempt that waits for the customer, and makes another"],
  confirm: ["finishes 3-D Secure, by the customer or their bank"],
  settle: ["takes the gateway's answer to an attempt that was processed"],
  payLate: ["takes a success that comes after a decline"],
  returnLate: ["gives back a late success that the order no longer needs"],
  collect: ["records that the cash was handed over", "collected in cash"],
  cancel: ["cancels the order and returns its items to stock", "cancelled"],
  expire: ["cancels an order that was not paid in time"],
  refund: ["gives back all or a part", "refunded"],
  completeRefund: ["records that the gateway has taken a refund"],
  failRefund: ["records that the gateway has refused a refund"],
  retryRefund: ["sends a failed refund again"],
  dropRefund: ["gives up a failed refund"],
};

const parties: Readonly<Record<Party, string>> = { owner: "its customer", staff: "staff", system: "Till" };

const conditions = ({ usesGateway, attemptsBelow, expiry, openAttempt }: Transition): string[] => [
  ...(usesGateway === true ? ["ONLINE orders"] : usesGateway === false ? ["COD orders"] : []),
  ...(expiry === "before"
    ? [`before ${code("expiresAt")}`]
    : expiry === "after"
      ? [`from ${code("expiresAt")} on`]
      : []),
  ...(attemptsBelow === undefined ? [] : [`fewer than ${attemptsBelow} attempts`]),
  openAttempt.includes(null)
    ? openAttempt.length === 1
      ? "no open attempt"
      : `no open attempt, or one that is ${openAttempt.filter((status) => status !== null).join(" or ")}`
    : `an attempt that is ${openAttempt.join(" or ")}`,
];

/** A row for each command. A command that is legal in several statuses has the same conditions in all of them. */
const rows = (): string[][] =>
  commandNames.flatMap((command) => {
    const legal = transitions.filter((transition) => transition.command === command);
    const [first] = legal;
    if (first === undefined) return [];
    const targets = new Set(legal.flatMap(({ from, to }) => to.filter((status) => status !== from)));
    const stays = legal.some(({ from, to }) => to.includes(from));
    return [
      [
        listed(
          legal.map(({ from }) => code(from)),
          "or",
        ),
        code(command),
        commands[command][0],
        listed(
          first.by.map((party) => parties[party]),
          "or",
        ),
        conditions(first).join("; "),
        listed([...[...targets].map(code), ...(stays ? ["no change"] : [])], "or"),
      ],
    ];
  });

/** `A paid order can't be cancelled.`: what the table does not have. */
function impossible(status: OrderStatus): string[] {
  return commandNames.flatMap((command) => {
    const [, participle] = commands[command];
    const isLegal = transitions.some((transition) => transition.command === command && transition.from === status);
    return participle === undefined || isLegal ? [] : [`A ${status.toLowerCase()} order can't be ${participle}.`];
  });
}

const others = {
  "an attempt to pay": paymentStatusSchema,
  "a refund": refundStatusSchema,
  "an email or a text message": notificationStatusSchema,
  "a webhook": webhookDeliveryStatusSchema,
};

/** The page of the statuses, and of which command is legal in which. */
export const transitionsPage = (): string =>
  page("Statuses and transitions", {
    from: `the table ${code("transitions")} in ${code("packages/domain/src/transitions.ts")}`,
    parts: [
      `You find out what can be done with an order in each status, by whom, and where the code says so. It is one table, ${code("transitions")} in ${code("packages/domain/src/transitions.ts")}. The SQL guard of each command (${code("packages/db/src/commands/legal.ts")}), the sentence of a refusal (${code("packages/domain/src/why-refused.ts")}), the ${code("actions")} on an order and the buttons of the shop all come from it.`,
      "## Orders",
      table(["in the status", "the command", "does this", "for", "only with", "and leads to"], rows()),
      `${code("create")} makes an order that is ${code("PENDING")}. An attempt that is declined changes no status, and neither does a refund of a part.`,
      "## What can't be done",
      "Everything that is not in the table. The refusal says why and lists what is still possible:",
      orderStatuses
        .flatMap(impossible)
        .map((sentence) => `- ${sentence}`)
        .join("\n"),
      `So to take back a paid order, refund it: ${code("orders.refund")}, with ${code("restock")} if its items go back to stock.`,
      "## Payments, refunds, messages, deliveries",
      table(
        ["what", "its statuses", ""],
        Object.entries(others).map(([name, schema]) => [
          name,
          schema.options.map(code).join(", "),
          schema.meta()?.description ?? "",
        ]),
      ),
      "An order has one open attempt to pay at most, and one that succeeded at most. The database enforces both.",
    ],
  });
