import type { PageSettings } from "@till/contracts";

interface Element {
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): Element;
  setInnerContent(text: string): Element;
  remove(): Element;
}

/**
 * Part of the runtime: https://developers.cloudflare.com/workers/runtime-apis/html-rewriter/. Its types are written here,
 * because clients compile this code without the types of Workers (`bindings.ts`).
 */
declare const HTMLRewriter: new () => {
  on(selector: string, handlers: { element: (element: Element) => void }): InstanceType<typeof HTMLRewriter>;
  transform(response: Response): Response;
};

/** Changes the content of a `<meta>`. The rewriter escapes quotes only. */
const content = (changed: (written: string) => string) => ({
  element: (meta: Element) =>
    void meta.setAttribute("content", changed(meta.getAttribute("content") ?? "").replaceAll("&", "&amp;")),
});

/** A document of the shop, and where it is. */
interface Document {
  readonly page: Response;
  readonly settings: PageSettings;
  readonly origin: string;
  readonly pathname: string;
}

/**
 * Writes the shop's settings into its document: the name, what its scripts need, and the whole addresses that previews of
 * links need. The built document is that of the demo shop; what only that can say, such as its picture, is left out of a
 * live shop's.
 */
export function inNameOf({ page, settings, origin, pathname }: Document): Response {
  const { name, mode } = settings;
  const rewriter = new HTMLRewriter()
    .on("title, .start > p", { element: (element) => void element.setInnerContent(name) })
    .on(
      'meta[property="og:title"], meta[property="og:site_name"]',
      content(() => name),
    )
    .on(
      'meta[property="og:url"]',
      content(() => `${origin}${pathname}`),
    )
    .on(
      'meta[property="og:image"]',
      content((path) => `${origin}${path}`),
    )
    .on(
      'meta[name="till-shop"]',
      content(() => JSON.stringify(settings)),
    );
  if (mode === "live")
    rewriter
      .on("[data-demo]", { element: (element) => void element.remove() })
      .on(".start", { element: (element) => void element.setAttribute("class", "start live") });
  return rewriter.transform(page);
}
