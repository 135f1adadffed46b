/** The order that the bench sends to a bare Worker. */
export interface OrderRequest {
  readonly userId: string;
  readonly key: string;
  readonly items: readonly { readonly productId: number; readonly quantity: number }[];
}
