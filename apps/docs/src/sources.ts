import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pageOf } from "./page-of.ts";

/** A Markdown file of the repository, and the page that is made of it. */
export interface Source {
  /** Its path in the repository: `packages/cli/README.md`. */
  readonly file: string;
  /** Its path among the pages: `packages/cli.md`. */
  readonly page: string;
  readonly text: string;
}

const files = [
  "{SECURITY,CONTRIBUTING,CHANGELOG}.md",
  "docs/**/*.md",
  "{packages,examples}/*/README.md",
  "examples/*/*/README.md",
  "apps/docs/src/not-found.md",
];

/** Reads every Markdown file of the repository that has a page. */
export const readSources = (root: string): Source[] =>
  globSync(files, { cwd: root, exclude: (path) => path.includes("node_modules") }).flatMap((file) => {
    const page = pageOf(file);
    return page === undefined ? [] : [{ file, page, text: readFileSync(join(root, file), "utf8") }];
  });

/**
 * Copies the pages into one folder of this package: from where the files are, the compiler of the pages would not find
 * Vue.
 */
export function gatherPages(sources: readonly Source[], { root, folder }: { root: string; folder: string }): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { page, text } of sources) {
    const path = join(folder, page);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  cpSync(join(root, "docs/screenshots"), join(folder, "screenshots"), { recursive: true });
}
