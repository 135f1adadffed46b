import { describe, expect, test } from "vitest";
import { type AuditedProduct, auditProduct, discountStatus, importOf } from "../src/index.ts";

const cup = {
  name: "Cup",
  description: "Blue",
  unitPrice: 450,
  currency: "INR",
  stock: 5,
  imageUrl: null,
  archivedAt: null,
} as const;
const wanted = { sku: "CUP", name: "Cup", unitPrice: 450, currency: "INR" } as const;
const archivedAt = "2026-03-01T12:00:00.000Z";

describe("writing a product", () => {
  test("adds it, if its SKU is new", () => {
    expect(importOf(wanted, undefined)).toEqual({ outcome: "CREATED", changes: [] });
  });

  test("changes nothing, if all that it says is so already", () => {
    expect(importOf({ ...wanted, stock: 5, imageUrl: null }, cup)).toEqual({ outcome: "UNCHANGED", changes: [] });
  });

  test("changes what differs, and leaves what it does not say", () => {
    const changes = [
      { field: "unitPrice", from: 450, to: 500 },
      { field: "stock", from: 5, to: null },
    ];
    expect(importOf({ ...wanted, unitPrice: 500, stock: null }, cup)).toEqual({ outcome: "CHANGED", changes });
  });

  test("brings an archived one back", () => {
    expect(importOf(wanted, { ...cup, archivedAt })).toEqual({ outcome: "RESTORED", changes: [] });
  });
});

const now = "2026-03-01T12:00:00.000Z";
const code = { disabledAt: null, startsAt: null, endsAt: null, uses: 2, maxUses: null };

test.each([
  [code, "ACTIVE"],
  [{ ...code, startsAt: now, endsAt: "2026-03-01T12:00:00.001Z", maxUses: 3 }, "ACTIVE"],
  [{ ...code, startsAt: "2026-03-01T12:00:00.001Z" }, "SCHEDULED"],
  [{ ...code, endsAt: now }, "ENDED"],
  [{ ...code, maxUses: 2 }, "USED_UP"],
  [{ ...code, disabledAt: now, endsAt: now, maxUses: 2 }, "DISABLED"],
])("a discount code with %j is %s", (discount, status) => {
  expect(discountStatus(discount, now)).toBe(status);
});

const product: AuditedProduct = { id: 7, stock: 5, last: { stock: 5 }, broken: [] };

test.each<[what: string, product: AuditedProduct, found: unknown[]]>([
  ["adds up", product, []],
  ["has no movements", { ...product, last: null }, []],
  ["is unlimited, as its last movement says", { ...product, stock: null, last: { stock: null } }, []],
  ["has another stock", { ...product, stock: 6 }, [["PRODUCT_STOCK", "product 7", 5, 6]]],
  ["is unlimited, and no movement says so", { ...product, stock: null }, [["PRODUCT_STOCK", "product 7", 5, null]]],
  [
    "has a movement that does not follow",
    { ...product, broken: [{ id: 3, expected: 4, found: 5 }] },
    [["STOCK_MOVEMENT", "movement 3 of product 7", 4, 5]],
  ],
])("the audit of a product that %s", (_what, audited, found) => {
  expect(auditProduct(audited).map(({ kind, subject, expected, found: is }) => [kind, subject, expected, is])).toEqual(
    found,
  );
});
