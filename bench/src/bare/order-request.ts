/** An order as the bench asks a bare Worker for it. */
export interface OrderRequest {
  readonly userId: string;
  readonly key: string;
  readonly items: readonly { readonly productId: number; readonly quantity: number }[];
}
