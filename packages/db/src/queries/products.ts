import { type ListProductsInput, type Page, type Product, decodeCursor } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Database } from "../database.ts";
import { hasWords, productsFts } from "../full-text.ts";
import { toPage } from "../page.ts";
import { products } from "../schema/schema.ts";

/** One product of the catalogue. */
export async function getProduct(db: Database, id: number): Promise<Result<Product>> {
  const product = await db.select().from(products).where(eq(products.id, id)).get();
  return product ? ok(product) : refused(refuse.productsNotFound([id]));
}

/** A page of the catalogue, in the order of its ids; with `search`, what has all its words. */
export async function listProducts(db: Database, { search, cursor, limit }: ListProductsInput): Promise<Page<Product>> {
  const rows = await db
    .select()
    .from(products)
    .where(and(gt(products.id, decodeCursor(cursor) ?? 0), search ? found(db, search) : undefined))
    .orderBy(asc(products.id))
    .limit(limit + 1);
  return toPage(rows, limit);
}

const found = (db: Database, search: string) =>
  inArray(products.id, db.select({ id: productsFts.rowid }).from(productsFts).where(hasWords(productsFts, search)));
