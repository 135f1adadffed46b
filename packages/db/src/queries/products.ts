import { type ListProductsInput, type Page, type Product, decodeCursor } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
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
    .where(and(gt(products.id, decodeCursor(cursor) ?? 0), search ? matches(search) : undefined))
    .orderBy(asc(products.id))
    .limit(limit + 1);
  return toPage(rows, limit);
}

/**
 * Products that have every word of a text, or a word that begins with it, in name or description. Each word is quoted
 * for FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no sign in it has a meaning.
 */
function matches(search: string) {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return sql`FALSE`;
  const query = words.map((word) => `"${word}"*`).join(" ");
  return sql`${products.id} IN (SELECT rowid FROM products_fts WHERE products_fts MATCH ${query})`;
}
