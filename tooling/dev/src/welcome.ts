import { styleText } from "node:util";
import { paymentSources, type PaymentSource, type User } from "@till/contracts";

export type Welcome = { url: string; port: number; users: readonly User[]; place: string };

/** The test cards that a first visit needs. */
const SHOWN_CARDS = ["4242424242424242", "4000000000009995", "4000000000000002"];

/** The last lines that `dev` prints: everything that a person needs next. */
export function welcome({ url, port, users, place }: Welcome): string {
  const demo = port === 8787 ? "npx pnpm@10 demo" : `PORT=${port} npx pnpm@10 demo`;
  const parts = [
    `${styleText("bold", "Till is running at")} ${styleText(["bold", "cyan"], url)}`,
    ...(users.length > 0
      ? [
          heading("Demo people", "sandbox.signIn signs them in, without a password"),
          ...table(users.map(({ id, name, email, role }) => [id, name, email ?? "", role])),
        ]
      : []),
    heading("Test cards", "any date in the future, any CVC"),
    ...table(SHOWN_CARDS.flatMap(findCard).map((source) => [grouped(source), source.token ?? "", outcomeText(source)])),
    heading("Try it", "in another terminal"),
    `  ${styleText("cyan", demo)}`,
    "",
    styleText("dim", `Ctrl-C stops everything. The orders stay in ${place}.`),
    styleText("dim", "Below: requests, and what the Worker logs, the mock emails and text messages included."),
  ];
  return `\n${parts.join("\n")}\n`;
}

function heading(text: string, note: string): string {
  return `\n${styleText("bold", text)} ${styleText("dim", `(${note})`)}`;
}

function findCard(number: string): PaymentSource[] {
  return paymentSources.filter((source) => source.card?.number === number);
}

function grouped({ card }: PaymentSource): string {
  return card?.number.replaceAll(/(\d{4})(?=\d)/g, "$1 ") ?? "";
}

/** `insufficient_funds` → `declined: insufficient funds`; a decline without a reason is just that. */
function outcomeText({ outcome }: PaymentSource): string {
  if (outcome === "succeeded") return "succeeds";
  return outcome === "generic_decline" ? "declined" : `declined: ${outcome.replaceAll("_", " ")}`;
}

/** Rows as indented lines, each column as wide as its widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
