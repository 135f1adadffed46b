import type { PlantedFault } from "./planted-fault.ts";

/** The extra lines of the scene as JSON, with something else in them. */
const asExtra = (changes: object) =>
  JSON.stringify([{ type: "TAX", name: "GST", amount: 300, included: true, rate: 1_800, ...changes }]);

/** A fault in the extra lines of an order, and one in their sum. */
export const plantedInExtras = {
  "its extra lines": {
    sql: ({ id }) => `UPDATE orders SET recorded = json_set(recorded, '$.extras[0].name', 'VAT') WHERE id = ${id}`,
    finds: () => [["ORDER_EXTRAS", null, asExtra({ name: "GST" }), asExtra({ name: "VAT" }), [1]]],
  },
  "what its extra lines add": {
    sql: ({ id }) =>
      `UPDATE orders SET recorded = json_set(recorded, '$.extras[0].included', json('false')), extra_amount = 300,
       total_amount = 2550 WHERE id = ${id}`,
    finds: () => [
      ["ORDER_EXTRA_AMOUNT", null, 0, 300, [1]],
      ["ORDER_TOTAL", null, 2_250, 2_550, [1]],
      ["ORDER_EXTRAS", null, asExtra({}), asExtra({ included: false }), [1]],
    ],
  },
} satisfies Record<string, PlantedFault>;
