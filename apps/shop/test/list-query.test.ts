import * as fc from "fast-check";
import { expect, test, vi } from "vitest";

// The cache of the shop needs a window; what is tested here needs neither.
vi.mock("../src/till.ts", () => ({ queryClient: {} }));
const { withFirstPage } = await import("../src/layout/list-query.ts");

const items = (ids: readonly number[]) => ids.map((id) => ({ id }));
const page = (ids: readonly number[], nextCursor: string | null) => ({ items: items(ids), nextCursor });
const idsOf = ({ pages }: { pages: { items: { id: number }[] }[] }) =>
  pages.flatMap((each) => each.items.map(({ id }) => id));

const loaded = {
  pages: [page([9, 8, 7], "after_7"), page([6, 5, 4], "after_4"), page([3, 2], null)],
  pageParams: [null, "after_7", "after_4"],
};

test("what is new comes first, and all that was loaded stays with its cursors", () => {
  const merged = withFirstPage(loaded, page([11, 10, 9], "after_9"));
  expect(merged).toEqual({
    pages: [page([11, 10, 9, 8, 7], "after_7"), page([6, 5, 4], "after_4"), page([3, 2], null)],
    pageParams: [null, "after_7", "after_4"],
  });
});

test("what is gone from the first page is gone from the list", () => {
  expect(idsOf(withFirstPage(loaded, page([9, 7, 6], "after_6")))).toEqual([9, 7, 6, 5, 4, 3, 2]);
});

test("when more is new than a page holds, the list begins anew, so that nothing is left out", () => {
  expect(withFirstPage(loaded, page([22, 21, 20], "after_20"))).toEqual({
    pages: [page([22, 21, 20], "after_20")],
    pageParams: [null],
  });
});

test("a first page that is the only one is the list", () => {
  expect(idsOf(withFirstPage(loaded, page([], null)))).toEqual([]);
});

test("after any orders and any scrolling, the list is the newest orders with none missing and none twice", () => {
  const size = 5;
  const read = (newest: number, before = newest + 1) => {
    const ids = Array.from({ length: Math.min(size, before - 1) }, (_, index) => before - 1 - index);
    const last = ids.at(-1) ?? 1;
    return page(ids, last > 1 ? String(last) : null);
  };
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant("scroll" as const), fc.nat(8)), { maxLength: 20 }), (steps) => {
      let newest = 7;
      let list = { pages: [read(newest)], pageParams: [null] as (string | null)[] };
      for (const step of steps) {
        if (step === "scroll") {
          const cursor = list.pages.at(-1)?.nextCursor ?? null;
          if (cursor !== null) {
            list = { pages: [...list.pages, read(newest, Number(cursor))], pageParams: [...list.pageParams, cursor] };
          }
        } else {
          newest += step;
          list = withFirstPage(list, read(newest));
        }
        const ids = idsOf(list);
        const first = ids[0] ?? 0;
        expect(ids).toEqual(ids.map((_, index) => first - index));
        expect(list.pages.at(-1)?.nextCursor ?? "1").toBe(String(ids.at(-1)));
      }
    }),
  );
});
