import type { CreateOrderInput, Extra } from "@till/contracts";

const shipping = { type: "SHIPPING", name: "Express delivery", amount: 9_900 } as const;
const tax = { type: "TAX", name: "GST", amount: 5_177, included: true, rate: 500 } as const;

/** What the shop adds to the price of the goods, and the tax that its prices include. */
export const extras = [shipping, tax] satisfies CreateOrderInput["extras"];

/** The same as an order shows it. */
export const extraLines: Extra[] = [{ ...shipping, included: false, rate: null }, tax];
