import { limits } from "@till/contracts";

/** Room in a request for what is besides the products, in bytes. */
const besides = 2_048;

/** Cuts products into pieces that one request may carry: so many at most, and not more bytes than a body may have. */
export function piecesOf<Product>(products: readonly Product[]): Product[][] {
  const most = limits.bodyBytes - besides;
  const pieces: Product[][] = [];
  let [piece, bytes]: [Product[], number] = [[], 0];
  for (const product of products) {
    const size = new TextEncoder().encode(JSON.stringify(product)).length + 1;
    if (piece.length === limits.importedProducts || (piece.length > 0 && bytes + size > most)) {
      pieces.push(piece);
      [piece, bytes] = [[], 0];
    }
    piece.push(product);
    bytes += size;
  }
  return piece.length === 0 ? pieces : [...pieces, piece];
}
