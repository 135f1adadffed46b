/** The page that is shown where there is none. */
export const notFoundPage = "not-found.md";

/**
 * Where each Markdown file of the repository is on the site. A file that is not here has no page: it can be named, but
 * there is nothing to link to.
 */
const places: readonly (readonly [pattern: RegExp, place: string])[] = [
  [/^docs\/decisions\/README\.md$/, "decisions/index.md"],
  [/^docs\/(.+\.md)$/, "$1"],
  [/^examples\/README\.md$/, "examples/index.md"],
  [/^examples\/learn\/README\.md$/, "learn/chapters.md"],
  [/^examples\/learn\/([\w-]+)\/README\.md$/, "learn/$1.md"],
  [/^examples\/([\w-]+)\/README\.md$/, "examples/$1.md"],
  [/^packages\/([\w-]+)\/README\.md$/, "packages/$1.md"],
  [/^SECURITY\.md$/, "security.md"],
  [/^CONTRIBUTING\.md$/, "contributing.md"],
  [/^CHANGELOG\.md$/, "changelog.md"],
  [/^apps\/docs\/src\/not-found\.md$/, notFoundPage],
];

/** Files that the Worker serves in another form than as a page of the site, by their path in the repository. */
export const served: Readonly<Record<string, string>> = {
  "docs/api.md": "/docs/api",
  "docs/openapi.json": "/v1/openapi.json",
};

/** The page of a Markdown file, by its path in the repository: `docs/start.md` is `start.md`. */
export function pageOf(file: string): string | undefined {
  if (file in served) return undefined;
  const found = places.find(([pattern]) => pattern.test(file));
  return found && file.replace(...found);
}
