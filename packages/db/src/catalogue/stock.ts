import {
  type AdjustStockInput,
  type ListStockMovementsInput,
  type Page,
  type SetStockInput,
  type StockChange,
  type StockMovement,
  type StockProblem,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import { fingerprint } from "../commands/fingerprint.ts";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { products, stockMovements } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { type Given, build, statement } from "../statements/statement.ts";
import type { CatalogueContext } from "./save-products.ts";

/** The columns of a movement that callers see. */
const shown = {
  id: stockMovements.id,
  productId: stockMovements.productId,
  at: stockMovements.at,
  cause: stockMovements.cause,
  change: stockMovements.change,
  stock: stockMovements.stock,
  orderId: stockMovements.orderId,
  actorId: stockMovements.actorId,
  reason: stockMovements.reason,
};

interface Values extends CatalogueContext {
  readonly id: number;
  /** The change of `adjust`, the stock of `set`. */
  readonly amount: number | null;
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
}

const bound = (given: Given<Values>) => ({
  productId: given.id,
  at: given.now,
  actorId: given.actorId,
  reason: given.reason,
  commandId: given.commandId,
  idempotencyKey: given.idempotencyKey,
  fingerprint: given.fingerprint,
});

// The movement is the gate: a trigger gives its stock to the product. A repeat of the command or the key writes none.
const repeated = sql`ON CONFLICT DO NOTHING`;

const writeAdjustment = statement((given: Given<Values>) =>
  insertFrom(
    stockMovements,
    { ...bound(given), cause: "ADJUSTED", change: given.amount, stock: sql`stock + ${given.amount}` },
    sql`FROM ${products} WHERE id = ${given.id} AND stock + ${given.amount} BETWEEN 0 AND ${constant(limits.stock)}`,
    repeated,
  ),
);

/** A stock that is set to what it is has its row too: somebody counted it. */
const writeStock = statement((given: Given<Values>) =>
  insertFrom(
    stockMovements,
    { ...bound(given), cause: "SET", change: sql`${given.amount} - stock`, stock: given.amount },
    sql`FROM ${products} WHERE id = ${given.id}`,
    repeated,
  ),
);

const selectMovement = statement((given: Given<Pick<Values, "commandId" | "actorId" | "idempotencyKey">>) =>
  build
    .select({ ...shown, fingerprint: stockMovements.fingerprint })
    .from(stockMovements)
    .where(
      or(
        eq(stockMovements.commandId, given.commandId),
        and(eq(stockMovements.actorId, given.actorId), eq(stockMovements.idempotencyKey, given.idempotencyKey)),
      ),
    ),
);

const selectProduct = statement((given: Given<{ id: number }>) =>
  build.select().from(products).where(eq(products.id, given.id)),
);

type Input = AdjustStockInput | SetStockInput;

/** Makes a function that writes one movement, and reads back what there is. One HTTP request. */
const mover =
  (cause: "ADJUSTED" | "SET", write: typeof writeAdjustment) =>
  async (db: Database, input: Input, { amount, ...context }: CatalogueContext & Pick<Values, "amount">) => {
    const request = fingerprint(cause, { ...input });
    const { id, reason = null, idempotencyKey = null } = input;
    const values: Values = { ...context, id, amount, reason, idempotencyKey, fingerprint: request };
    const [, [written], [product]] = await db.batch([write(values), selectMovement(values), selectProduct(values)]);
    if (written && written.fingerprint !== request) return refused(refuse.idempotencyKeyReused(idempotencyKey ?? ""));
    if (!product) return refused(refuse.productsNotFound([id]));
    if (!written) return ok({ product, movement: null });
    const { fingerprint: _fingerprint, ...movement } = written;
    return ok({ product, movement });
  };

const moveBy = mover("ADJUSTED", writeAdjustment);
const moveTo = mover("SET", writeStock);

/**
 * Adds pieces to the stock of a product or takes them out, never below zero, however many change it at the same time. One
 * HTTP request.
 */
export async function adjustStock(
  db: Database,
  input: AdjustStockInput,
  context: CatalogueContext,
): Promise<Result<StockChange>> {
  const { change } = input;
  const moved = await moveBy(db, input, { ...context, amount: change });
  if (!moved.ok) return moved;
  const { product, movement } = moved.value;
  if (movement) return ok({ product, movement });
  const { id, name, stock } = product;
  return refused(refuse.stockNotAdjustable(name, { productId: id, problem: problemOf(stock, change), stock, change }));
}

function problemOf(stock: number | null, change: number): StockProblem {
  if (stock === null) return "UNLIMITED";
  return stock + change < 0 ? "BELOW_ZERO" : "ABOVE_LIMIT";
}

/** Sets the stock of a product to a number, or to unlimited (null). One HTTP request. */
export async function setStock(
  db: Database,
  input: SetStockInput,
  context: CatalogueContext,
): Promise<Result<StockChange>> {
  const moved = await moveTo(db, input, { ...context, amount: input.stock });
  if (!moved.ok) return moved;
  const { product, movement } = moved.value;
  if (!movement) throw new Error(`The stock of product ${input.id} was set without a movement.`);
  return ok({ product, movement });
}

const selectMovements = statement((given: Given<{ id: number; before: number; atMost: number }>) =>
  build
    .select({ product: products.id, movement: shown })
    .from(products)
    .leftJoin(stockMovements, and(eq(stockMovements.productId, products.id), lt(stockMovements.id, given.before)))
    .where(eq(products.id, given.id))
    .orderBy(desc(stockMovements.id))
    .limit(given.atMost),
);

/** A page of the movements of a product's stock, newest first. One HTTP request. */
export async function listStockMovements(
  db: Database,
  input: ListStockMovementsInput,
): Promise<Result<Page<StockMovement>>> {
  const rows = await db.run(selectMovements({ id: input.id, ...pageBefore(input) }));
  if (rows.length === 0) return refused(refuse.productsNotFound([input.id]));
  return ok(
    toPage(
      rows.flatMap(({ movement }) => (movement === null ? [] : [movement])),
      input.limit,
    ),
  );
}
