import type { PaymentToken, ScenarioToken } from "@till/client";

/**
 * What to pay with, as the `source` of `orders.pay`: a test card's token, or a scenario that says how each attempt comes
 * out, such as `sim:insufficient_funds>succeeded`. A token that is not in Till's table, or a scenario that does not begin
 * with an outcome, does not compile.
 */
export const payWith = <Token extends PaymentToken | ScenarioToken>(token: Token): { token: Token } => ({ token });
