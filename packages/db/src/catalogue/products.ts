import { type ListProductsInput, type Page, type Product, decodeCursor } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { type SQL, and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { products } from "../schema/schema.ts";
import { matches, productsFts, wordsQuery } from "../statements/full-text.ts";
import { emptyPage, toPage } from "../statements/page.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const findProduct = statement((given: Given<{ id: number }>) =>
  build.select().from(products).where(eq(products.id, given.id)),
);

/** One product of the catalogue. */
export async function getProduct(db: Database, id: number): Promise<Result<Product>> {
  const [product] = await db.run(findProduct({ id }));
  return product ? ok(product) : refused(refuse.productsNotFound([id]));
}

type GivenPage = Given<{ after: number; atMost: number }>;

const selectPage = (given: GivenPage, found?: SQL) =>
  build
    .select()
    .from(products)
    .where(and(gt(products.id, given.after), found))
    .orderBy(asc(products.id))
    .limit(given.atMost);

const pageOfAll = statement((given: GivenPage) => selectPage(given));
const pageOfFound = statement((given: Given<{ after: number; atMost: number; query: string }>) =>
  selectPage(
    given,
    inArray(
      products.id,
      build.select({ id: productsFts.rowid }).from(productsFts).where(matches(productsFts, given.query)),
    ),
  ),
);

/** A page of the catalogue, ordered by id. With `search`, only products that contain all its words. */
export async function listProducts(db: Database, { search, cursor, limit }: ListProductsInput): Promise<Page<Product>> {
  const paging = { after: decodeCursor(cursor) ?? 0, atMost: limit + 1 };
  if (!search) return toPage(await db.run(pageOfAll(paging)), limit);
  const query = wordsQuery(search);
  return query === null ? emptyPage : toPage(await db.run(pageOfFound({ ...paging, query })), limit);
}
