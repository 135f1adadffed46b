import * as fc from "fast-check";
import { expect, test, vi } from "vitest";

// The shop's cache module needs a window. These tests don't use it.
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

test("new items come first, and loaded items stay with their cursors", () => {
  const merged = withFirstPage(loaded, page([11, 10, 9], "after_9"));
  expect(merged).toEqual({
    pages: [page([11, 10, 9, 8, 7], "after_7"), page([6, 5, 4], "after_4"), page([3, 2], null)],
    pageParams: [null, "after_7", "after_4"],
  });
});

test("an item that left the first page leaves the list", () => {
  expect(idsOf(withFirstPage(loaded, page([9, 7, 6], "after_6")))).toEqual([9, 7, 6, 5, 4, 3, 2]);
});

test("when more than a page is new, the list starts again, so that no item is missing", () => {
  expect(withFirstPage(loaded, page([22, 21, 20], "after_20"))).toEqual({
    pages: [page([22, 21, 20], "after_20")],
    pageParams: [null],
  });
});

test("a list with one page is that page", () => {
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
