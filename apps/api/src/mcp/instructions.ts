/** What an agent is told before it calls anything. */
export const instructions = `
Till takes orders and payments for a shop.

- Amounts are whole numbers of minor units, such as paise or cents. Times are in UTC.
- A refused call is a result with isError. Its structured content has a code to branch on, a sentence to show, details,
  and the actions that are still possible with the order.
- Give each call that places, pays, collects, cancels or refunds an idempotencyKey of your own. If its answer is lost, call
  again with the same key: Till does it once. Without a key, a second call is a second order or a second attempt.
- A list has nextCursor. Send it as cursor for the next page.
- In a sandbox no real money moves, and the payment token decides the outcome: pm_card_visa pays, and
  pm_card_visa_chargeDeclinedInsufficientFunds is declined. Never send a real card number.
- You see the tools that you may call. Without a token those are few. In a sandbox, sandbox_tills_create makes a shop of
  your own with a token for each person in it. Connect again to its url with /mcp behind it, with such a token.
`.trim();
