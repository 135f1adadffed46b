import { type Race, type RaceInvariant, type RunAuditInput, encodeCursor } from "@till/contracts";
import { type Database, type OrderMoney, type Pieces, countPieces, moneyOfOrders, runAudit } from "@till/db";

/** How many pieces of an audit a race runs at most, and how many findings it tells. */
const auditPieces = 50;
const brokenAtMost = 20;

const isPaid = ({ status }: OrderMoney) => status === "PAID" || status === "REFUNDED";

const twice = ({ orderId, successes }: OrderMoney) =>
  successes > 1 ? [`Order #${orderId} has ${successes} successful payments.`] : [];

function unbalanced(money: OrderMoney): string[] {
  const { orderId, status, totalAmount, paidAmount, refundedAmount } = money;
  const due = isPaid(money) ? totalAmount : 0;
  return [
    ...(paidAmount === due ? [] : [`Order #${orderId} is ${status} and ${paidAmount} of ${due} was paid.`]),
    ...(refundedAmount <= paidAmount ? [] : [`Order #${orderId} gave back ${refundedAmount} of ${paidAmount}.`]),
  ];
}

function lost(before: readonly Pieces[], after: readonly Pieces[]): string[] {
  const earlier = new Map(before.map(({ productId, stock, held }) => [productId, stock + held]));
  return after.flatMap(({ productId, stock, held }) => {
    const pieces = earlier.get(productId);
    const isExact = stock >= 0 && (pieces === undefined || pieces === stock + held);
    return isExact
      ? []
      : [`Product ${productId} had ${pieces} pieces and has ${stock} in stock and ${held} in orders.`];
  });
}

/** Audits the orders from the first of these on. */
async function auditFrom(db: Database, first: number): Promise<string[]> {
  const found: string[] = [];
  let input: RunAuditInput = first === 1 ? {} : { cursor: encodeCursor(first - 1) };
  for (let piece = 0; piece < auditPieces; piece += 1) {
    const { differences, nextCursor } = await runAudit(db, input);
    for (const { kind, orderId } of differences)
      found.push(`${kind}${orderId === null ? "" : ` of order #${orderId}`}`);
    if (nextCursor === null) break;
    input = { cursor: nextCursor };
  }
  return found;
}

/** Checks what must hold after a race on these orders. `before` is how many pieces there were before it. */
export async function checkInvariants(
  db: Database,
  orderIds: readonly number[],
  before: readonly Pieces[],
): Promise<Race["invariants"]> {
  const [money, after, differences] = await Promise.all([
    moneyOfOrders(db, orderIds),
    countPieces(db),
    orderIds.length === 0 ? [] : auditFrom(db, Math.min(...orderIds)),
  ]);
  const broken: Record<RaceInvariant, readonly string[]> = {
    one_success: money.flatMap(twice),
    money_balanced: money.flatMap(unbalanced),
    stock_exact: lost(before, after),
    audit_clean: differences,
  };
  return Object.entries(broken).map(([name, all]) => ({
    name: name as RaceInvariant,
    holds: all.length === 0,
    broken: all.slice(0, brokenAtMost),
  }));
}
