/** An error as Stripe answers it (https://docs.stripe.com/api/errors). */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;

  constructor(status: number, error: Readonly<Record<string, unknown>> & { readonly message: string }) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

/** A request that can't be done as it is. */
export const invalid = (message: string, more: Readonly<Record<string, unknown>> = {}, status = 400) =>
  new StripeRefusal(status, { type: "invalid_request_error", message, ...more });
