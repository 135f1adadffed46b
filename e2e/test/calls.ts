import type { Page } from "playwright-core";

/** The inputs of the calls of a procedure that a page makes from now on, as the list grows. */
export function callsOf(page: Page, procedure: string): string[] {
  const calls: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.startsWith("/trpc/") && url.pathname.includes(procedure))
      calls.push(url.searchParams.get("input") ?? "");
  });
  return calls;
}
