import type { Page } from "playwright-core";

/** The inputs of a page's calls to a procedure. The list grows with each call. */
export function callsOf(page: Page, procedure: string): string[] {
  const calls: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.startsWith("/trpc/") && url.pathname.includes(procedure))
      calls.push(url.searchParams.get("input") ?? "");
  });
  return calls;
}
