import type { CreateDiscountInput, Discount, ListDiscountsInput, Page } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { discounts } from "../schema/schema.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const shown = {
  code: discounts.code,
  kind: discounts.kind,
  value: discounts.value,
  currency: discounts.currency,
  minSubtotalAmount: discounts.minSubtotal,
  maxDiscountAmount: discounts.maxDiscount,
  startsAt: discounts.startsAt,
  endsAt: discounts.endsAt,
  maxUses: discounts.maxUses,
  maxUsesPerCustomer: discounts.maxUsesPerCustomer,
  uses: discounts.uses,
  disabledAt: discounts.disabledAt,
};

const selectCode = statement((given: Given<{ code: string }>) =>
  build.select(shown).from(discounts).where(eq(discounts.code, given.code)),
);

/** The terms of a new code, as its columns. */
const termsOf = ({ minSubtotalAmount, maxDiscountAmount, ...input }: CreateDiscountInput) => ({
  code: input.code,
  kind: input.kind,
  value: input.value,
  currency: input.currency,
  minSubtotal: minSubtotalAmount ?? 0,
  maxDiscount: maxDiscountAmount ?? null,
  startsAt: input.startsAt ?? null,
  endsAt: input.endsAt ?? null,
  maxUses: input.maxUses ?? null,
  maxUsesPerCustomer: input.maxUsesPerCustomer ?? null,
});
type Terms = ReturnType<typeof termsOf>;

const insertCode = statement((given: Given<Terms>) =>
  build
    .insert(discounts)
    .values({
      code: given.code,
      kind: given.kind,
      value: given.value,
      currency: given.currency,
      minSubtotal: given.minSubtotal,
      maxDiscount: given.maxDiscount,
      startsAt: given.startsAt,
      endsAt: given.endsAt,
      maxUses: given.maxUses,
      maxUsesPerCustomer: given.maxUsesPerCustomer,
    })
    .onConflictDoNothing(),
);

const disable = statement((given: Given<{ code: string; now: string }>) =>
  build
    .update(discounts)
    .set({ disabledAt: sql`coalesce(${discounts.disabledAt}, ${given.now})` })
    .where(eq(discounts.code, given.code)),
);

/** Codes have no number of their own, so they are listed in the order in which they were written. */
const rowid = sql<number>`${discounts}.rowid`;

const selectPage = statement((given: Given<{ before: number; atMost: number }>) =>
  build
    .select({ ...shown, id: rowid })
    .from(discounts)
    .where(sql`${rowid} < ${given.before}`)
    .orderBy(desc(rowid))
    .limit(given.atMost),
);

/**
 * Adds a discount code. The same code with the same terms again changes nothing; with other terms it is refused. One HTTP
 * request.
 */
export async function createDiscount(db: Database, input: CreateDiscountInput): Promise<Result<Discount>> {
  const terms = termsOf(input);
  const [, [found]] = await db.batch([insertCode(terms), selectCode(terms)]);
  if (!found) throw new Error(`The discount code ${input.code} was written and is not there.`);
  const { minSubtotal, maxDiscount, ...same } = terms;
  const asked = { ...same, minSubtotalAmount: minSubtotal, maxDiscountAmount: maxDiscount, disabledAt: null };
  const isSame = Object.entries(asked).every(([name, value]) => found[name as keyof Discount] === value);
  return isSame ? ok(found) : refused(refuse.discountCodeTaken(input.code));
}

/** A page of discount codes, newest first. One HTTP request. */
export async function listDiscounts(db: Database, input: ListDiscountsInput): Promise<Page<Discount>> {
  return toPage(await db.run(selectPage(pageBefore(input))), input.limit);
}

/** Disables a code: it gives nothing from now on. Orders that used it keep it. A second call changes nothing. */
export async function disableDiscount(db: Database, code: string, now: string): Promise<Result<Discount>> {
  const [, [found]] = await db.batch([disable({ code, now }), selectCode({ code })]);
  return found ? ok(found) : refused(refuse.discountNotFound(code));
}
