import { describe, expect, test } from "vitest";
import { emptyDiscount, readDiscount } from "../src/counter/discounts/discount-input.ts";
import { tellTerms, tellUses, tellValue } from "../src/counter/discounts/tell-discount.ts";
import { tellChange, tellOutcomes } from "../src/counter/products/import/tell-change.ts";
import { formValuesOf, readProduct } from "../src/counter/products/product-input.ts";
import { readStockForm } from "../src/counter/products/stock-input.ts";

test.each([
  ["in", " 5 ", "Delivery", { change: 5, reason: "Delivery" }],
  ["out", "5", "Broken", { change: -5, reason: "Broken" }],
  ["set", "0", "", { stock: 0 }],
  ["set", "Unlimited", "Made on demand", { stock: null, reason: "Made on demand" }],
  ["in", "0", "Delivery", { faults: { amount: "Enter a whole number from 1 to 9999999." } }],
  ["out", "1.5", " ", { faults: { amount: expect.any(String), reason: expect.any(String) } }],
  ["set", "99999999", "", { faults: { amount: "Enter a whole number from 0 to 9999999, or “unlimited”." } }],
  ["out", "unlimited", "Broken", { faults: { amount: expect.any(String) } }],
] as const)("%s %s with the reason “%s” is read", (way, amount, reason, expected) => {
  expect(readStockForm(way, amount, reason)).toEqual(expected);
});

test("an emptied field of a form says that there is none, and of a file nothing", () => {
  const values = { ...formValuesOf(), sku: "CUP", name: "Cup", price: "450" };
  const product = { sku: "CUP", name: "Cup", unitPrice: 45_000, currency: "INR" };
  expect(readProduct(values, "stays")).toEqual({ product });
  expect(readProduct(values, "none")).toEqual({ product: { ...product, description: "", imageUrl: null } });
});

const typed = { ...emptyDiscount, code: "ten", value: "10" };

describe("a discount code", () => {
  test("is read in the units of people", () => {
    expect(readDiscount(typed)).toEqual({ discount: { code: "TEN", kind: "PERCENT", value: 10, currency: "INR" } });
    const all = {
      ...typed,
      kind: "FIXED",
      value: "250",
      minSubtotalAmount: "1,500",
      maxDiscountAmount: "9",
      maxUses: "5",
    };
    expect(readDiscount({ ...typed, ...all } as typeof typed)).toEqual({
      discount: { code: "TEN", kind: "FIXED", value: 25_000, currency: "INR", minSubtotalAmount: 150_000, maxUses: 5 },
    });
    const [startsAt, endsAt] = ["2026-03-01T12:00", "2026-03-02T12:00"];
    expect(readDiscount({ ...typed, startsAt, endsAt })).toMatchObject({
      discount: { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() },
    });
  });

  test.each([
    [{ value: "101" }, { value: "must be a whole percentage from 1 to 100" }],
    [{ value: "" }, { value: "must be a whole percentage from 1 to 100" }],
    [{ kind: "FIXED", value: "0" }, { value: expect.stringContaining("must be an amount above zero") }],
    [{ minSubtotalAmount: "a lot" }, { minSubtotalAmount: expect.stringContaining("must be an amount") }],
    [{ maxUses: "-1" }, { maxUses: "must be a whole number from 1 to 9999999" }],
    [{ code: "two words" }, { code: "must be letters, digits, - and _" }],
    [{ startsAt: "2026-03-02T12:00", endsAt: "2026-03-01T12:00" }, { endsAt: "must be later than the start" }],
  ])("with %j is refused at its field", (wrong, faults) => {
    expect(readDiscount({ ...typed, ...wrong } as typeof typed)).toEqual({ faults });
  });

  test("is told in a few words", () => {
    const code = {
      code: "A",
      kind: "PERCENT",
      value: 10,
      currency: "INR",
      minSubtotalAmount: 150_000,
      uses: 1,
    } as const;
    const discount = { ...code, maxDiscountAmount: 5_000, startsAt: null, endsAt: null, disabledAt: null };
    expect(tellTerms({ ...discount, maxUses: null, maxUsesPerCustomer: 1 })).toEqual([
      "from ₹1,500.00",
      "at most ₹50.00 off",
      "1 order for each customer",
    ]);
    expect([tellValue(discount), tellValue({ ...discount, kind: "FIXED" })]).toEqual(["10 %", "₹0.10"]);
    expect([tellUses({ uses: 1, maxUses: null }), tellUses({ uses: 0, maxUses: 5 })]).toEqual(["1 use", "0 of 5 uses"]);
  });
});

test.each([
  [{ field: "unitPrice", from: 45_000, to: 52_000 }, true, "Price: ₹450.00 → ₹520.00"],
  [{ field: "unitPrice", from: 45_000, to: 52_000 }, false, "Price: ₹520.00"],
  [{ field: "stock", from: 4, to: null }, true, "Stock: 4 → unlimited"],
  [{ field: "description", from: "", to: "Blue" }, true, "Description: none → Blue"],
] as const)("the change %j is told", (change, isSameCurrency, text) => {
  expect(tellChange(change, "INR", isSameCurrency)).toBe(text);
});

test("an import is told by what it does", () => {
  const all = ["CREATED", "CREATED", "UNCHANGED"] as const;
  expect(tellOutcomes(all.map((outcome) => ({ sku: "A", id: 1, outcome, changes: [] })))).toBe("2 new, 1 unchanged");
  expect(tellOutcomes([])).toBe("0 products");
});
