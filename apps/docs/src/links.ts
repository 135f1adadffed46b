import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import { pageOf, served } from "./page-of.ts";

/** The address of the repository's files on its public host, such as `https://host.example/till/blob/main/`. It has none yet. */
const repository: string | null = null;

type Token = ReturnType<MarkdownRenderer["parseInline"]>[number];

const isElsewhere = (href: string) => /^(?:[a-z]+:|\/|#)/i.test(href);

/**
 * Links of the documents work where the files are: they name files. On the site each leads to the page of its file, or to
 * where the Worker serves it. A file without a page is named by its path.
 */
export const linkPages =
  (fileOfPage: (path: string) => string) =>
  (markdown: MarkdownRenderer): void => {
    markdown.core.ruler.push("till-links", ({ tokens, env }) => {
      const file = fileOfPage(String((env as { relativePath?: string }).relativePath));
      for (const token of tokens) if (token.children !== null) token.children = linkAll(token.children, file);
    });
  };

function linkAll(tokens: Token[], from: string): Token[] {
  let end: ((close: Token) => Token[]) | null = null;
  return tokens.flatMap((token) => {
    if (token.type === "link_close" && end !== null) {
      const closed = end(token);
      end = null;
      return closed;
    }
    if (token.type !== "link_open") return [token];
    const href = String(token.attrGet("href"));
    if (isElsewhere(href)) return [token];
    const [file = "", anchor] = href.split("#");
    const path = posix.join(posix.dirname(from), decodeURI(file));
    const outside = served[path];
    if (outside !== undefined) {
      end = (close) => [like(close, "html_inline", "</a>")];
      // As HTML: the site's own links begin with its base, and its router does not know what the Worker serves by itself.
      return [like(token, "html_inline", `<a href="${outside}" target="_self">`)];
    }
    const target = targetOf(path);
    if (target === null) {
      end = (close) => [like(close, "text", " ("), like(close, "code_inline", path), like(close, "text", ")")];
      return [];
    }
    token.attrSet("href", anchor === undefined ? target : `${target}#${anchor}`);
    return [token];
  });
}

function targetOf(path: string): string | null {
  const page = pageOf(path);
  if (page !== undefined) return `/${page}`;
  return repository === null ? null : `${repository}${path}`;
}

/** Another token in the place of one. */
const like = (token: Token, type: string, content: string): Token =>
  Object.assign(Object.create(Object.getPrototypeOf(token)) as Token, token, {
    type,
    content,
    tag: type === "code_inline" ? "code" : "",
    attrs: null,
    nesting: 0,
    markup: "`",
  });
