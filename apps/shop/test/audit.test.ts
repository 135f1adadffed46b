import type { AuditPiece, Difference } from "@till/contracts";
import { expect, test } from "vitest";
import { type AuditSoFar, auditPieces, maxDifferences } from "../src/counter/audit/audit.ts";

const difference = (orderId: number): Difference => ({
  kind: "ORDER_TOTAL",
  orderId,
  subject: null,
  expected: 2,
  found: 1,
  events: [],
});

const piece = (changes: Partial<AuditPiece>): AuditPiece => ({
  checked: 0,
  checkedCodes: 0,
  checkedProducts: 0,
  differences: [],
  nextCursor: null,
  ...changes,
});

/** Audits a till whose pieces are these, by cursor, and answers how far the audit was after each. */
async function audit(pieces: Record<string, AuditPiece>): Promise<AuditSoFar[]> {
  const steps: AuditSoFar[] = [];
  for await (const soFar of auditPieces(async ({ cursor = "" }) => pieces[cursor] ?? piece({}))) steps.push(soFar);
  return steps;
}

test("an audit asks for piece after piece, and says after each how far it is", async () => {
  const [first, second] = [difference(1), difference(60)];
  const steps = await audit({
    "": piece({ checked: 50, differences: [first], nextCursor: "a" }),
    a: piece({ checked: 12, differences: [second], nextCursor: "b" }),
    b: piece({ checkedCodes: 4, checkedProducts: 3 }),
  });
  expect(steps).toEqual([
    { orders: 50, codes: 0, products: 0, differences: [first], next: "a" },
    { orders: 62, codes: 0, products: 0, differences: [first, second], next: "b" },
    { orders: 62, codes: 4, products: 3, differences: [first, second], next: null },
  ]);
});

test("an audit that was interrupted goes on where it was", async () => {
  const pieces = { a: piece({ checked: 12, nextCursor: "b" }), b: piece({ checkedCodes: 4, checkedProducts: 3 }) };
  const steps: AuditSoFar[] = [];
  const from = { orders: 50, codes: 0, products: 0, differences: [], next: "a" };
  for await (const soFar of auditPieces(async ({ cursor }) => pieces[cursor as keyof typeof pieces], from))
    steps.push(soFar);
  expect(steps.at(-1)).toEqual({ orders: 62, codes: 4, products: 3, differences: [], next: null });
});

test("an audit stops when it has found more than anybody reads", async () => {
  const differences = Array.from({ length: maxDifferences }, (_, index) => difference(index + 1));
  const steps = await audit({ "": piece({ checked: 50, differences, nextCursor: "a" }), a: piece({ checked: 1 }) });
  expect(steps).toEqual([{ orders: 50, codes: 0, products: 0, differences, next: "a" }]);
});
