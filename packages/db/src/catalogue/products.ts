import { type ListProductsInput, type Page, type Product, decodeCursor } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { type SQL, and, asc, eq, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { products } from "../schema/schema.ts";
import { matches, productsFts, wordsQuery } from "../statements/full-text.ts";
import { emptyPage, toPage } from "../statements/page.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const findProduct = statement((given: Given<{ id: number }>) =>
  build.select().from(products).where(eq(products.id, given.id)),
);

/** One product, archived or not. */
export async function getProduct(db: Database, id: number): Promise<Result<Product>> {
  const [product] = await db.run(findProduct({ id }));
  return product ? ok(product) : refused(refuse.productsNotFound([id]));
}

type GivenPage = Given<{ after: number; atMost: number }>;

/** The lists of products that are in the catalogue, or that are archived. */
const listsOf = (isListed: SQL) => {
  const selectPage = (given: GivenPage, found?: SQL) =>
    build
      .select()
      .from(products)
      .where(and(gt(products.id, given.after), isListed, found))
      .orderBy(asc(products.id))
      .limit(given.atMost);
  return {
    all: statement((given: GivenPage) => selectPage(given)),
    found: statement((given: Given<{ after: number; atMost: number; query: string }>) =>
      selectPage(
        given,
        inArray(
          products.id,
          build.select({ id: productsFts.rowid }).from(productsFts).where(matches(productsFts, given.query)),
        ),
      ),
    ),
  };
};

const listed = listsOf(isNull(products.archivedAt));
const archived = listsOf(isNotNull(products.archivedAt));

async function pageOf(
  db: Database,
  lists: ReturnType<typeof listsOf>,
  { search, cursor, limit }: ListProductsInput,
): Promise<Page<Product>> {
  const paging = { after: decodeCursor(cursor) ?? 0, atMost: limit + 1 };
  if (!search) return toPage(await db.run(lists.all(paging)), limit);
  const query = wordsQuery(search);
  return query === null ? emptyPage : toPage(await db.run(lists.found({ ...paging, query })), limit);
}

/** A page of the catalogue, ordered by id. With `search`, only products that contain all its words. One HTTP request. */
export const listProducts = (db: Database, input: ListProductsInput) => pageOf(db, listed, input);

/** A page of the archived products, likewise. One HTTP request. */
export const listArchivedProducts = (db: Database, input: ListProductsInput) => pageOf(db, archived, input);

const archive = statement((given: Given<{ id: number; now: string }>) =>
  build
    .update(products)
    .set({ archivedAt: sql`coalesce(${products.archivedAt}, ${given.now})` })
    .where(eq(products.id, given.id)),
);

/** Takes a product out of the catalogue. Orders keep it. A second call changes nothing. One HTTP request. */
export async function archiveProduct(db: Database, id: number, now: string): Promise<Result<Product>> {
  const [, [product]] = await db.batch([archive({ id, now }), findProduct({ id })]);
  return product ? ok(product) : refused(refuse.productsNotFound([id]));
}
