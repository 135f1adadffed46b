import type { ImportProductsInput, ImportedProducts, Product, StockCause, UpsertProductInput } from "@till/contracts";
import { importOf } from "@till/domain";
import { inArray, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { products, stockMovements } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** Who writes to the catalogue, when, and under which id. */
export interface CatalogueContext {
  readonly actorId: string;
  readonly now: string;
  /** The unique id of this call. It stays the same when the batch is sent again. */
  readonly commandId: string;
}

interface Values extends CatalogueContext {
  /** The products as JSON, each as `upsertProductInput` has it. */
  readonly items: string;
  readonly cause: StockCause;
}

const selectBySku = statement((given: Given<Pick<Values, "items">>) =>
  build
    .select()
    .from(products)
    .where(inArray(products.sku, sql`(SELECT value ->> 'sku' FROM json_each(${given.items}))`)),
);

/** What was left out stays as it is. JSON's null is a value, and what is left out has no type. */
const orAsItIs = (field: string, was: string) =>
  sql.raw(`iif(json_type(value, '$.${field}') IS NULL, ${was}, value ->> '${field}')`);

const written = ["name", "description", "unit_price", "currency", "image_url"];
const columns = (prefix: string) => sql.raw(written.map((name) => `${prefix}${name}`).join(", "));

/** Adds new products, and changes those that differ. Stock is moved after that, so a new product begins with none. */
const save = statement((given: Given<Pick<Values, "items">>) =>
  insertFrom(
    products,
    {
      sku: sql`value ->> 'sku'`,
      name: sql`value ->> 'name'`,
      description: orAsItIs("description", "coalesce(old.description, '')"),
      unitPrice: sql`value ->> 'unitPrice'`,
      currency: sql`value ->> 'currency'`,
      stock: sql`0`,
      imageUrl: orAsItIs("imageUrl", "old.image_url"),
    },
    sql`FROM json_each(${given.items}) LEFT JOIN ${products} AS old ON old.sku = value ->> 'sku' WHERE TRUE`,
    sql`ON CONFLICT (sku) DO UPDATE SET (${columns("")}, archived_at) = (${columns("excluded.")}, NULL)
      WHERE (${columns(`products.`)}) IS NOT (${columns("excluded.")}) OR archived_at IS NOT NULL`,
  ),
);

/** Moves the stock of products whose stock is given and differs, once for each command. */
const moveToGivenStock = statement((given: Given<Values>) =>
  insertFrom(
    stockMovements,
    {
      productId: sql`product.id`,
      cause: given.cause,
      at: given.now,
      change: sql`(value ->> 'stock') - product.stock`,
      stock: sql`value ->> 'stock'`,
      actorId: given.actorId,
      commandId: given.commandId,
    },
    sql`FROM json_each(${given.items}) JOIN ${products} AS product ON product.sku = value ->> 'sku'
      WHERE json_type(value, '$.stock') IS NOT NULL AND product.stock IS NOT value ->> 'stock'`,
    sql`ON CONFLICT DO NOTHING`,
  ),
);

async function saveProducts(db: Database, values: Values) {
  const [before, , , after] = await db.batch([
    selectBySku(values),
    save(values),
    moveToGivenStock(values),
    selectBySku(values),
  ]);
  return { before, after };
}

/** Adds the product of a SKU, or makes it what the input says. A repeat changes nothing. One HTTP request. */
export async function upsertProduct(
  db: Database,
  input: UpsertProductInput,
  context: CatalogueContext,
): Promise<Product> {
  const { after } = await saveProducts(db, { items: JSON.stringify([input]), cause: "SET", ...context });
  const [product] = after;
  if (!product) throw new Error(`The product ${input.sku} was written and is not there.`);
  return product;
}

const bySku = (rows: readonly Product[]) => new Map(rows.map((row) => [row.sku, row]));

/**
 * Writes many products at once, all or none. A dry run only says what would change. One HTTP request. After a lost answer
 * the batch is sent again: the answer then says that nothing changed.
 */
export async function importProducts(
  db: Database,
  { items, dryRun }: ImportProductsInput,
  context: CatalogueContext,
): Promise<ImportedProducts> {
  const wanted = JSON.stringify(items);
  const { before, after } = dryRun
    ? await db.run(selectBySku({ items: wanted })).then((found) => ({ before: found, after: found }))
    : await saveProducts(db, { items: wanted, cause: "IMPORTED", ...context });
  const [earlier, now] = [bySku(before), bySku(after)];
  return {
    items: items.map((item) => ({
      sku: item.sku,
      id: now.get(item.sku)?.id ?? null,
      ...importOf(item, earlier.get(item.sku)),
    })),
  };
}
