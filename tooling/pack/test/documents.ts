import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.ts";

/** A fenced code block of a page that people read. */
export interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const pages = ["*.md", "docs/**/*.md", "{examples,packages}/*/README.md", "examples/*/*/README.md"].flatMap((pattern) =>
  globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] }),
);

/** All code blocks of the pages at the root and in `docs`, and of the READMEs of packages and examples. */
export const blocks: readonly Block[] = pages.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^( *)```(\w+)\n(.*?)^ *```$/gms)].map(
    ([, indent = "", language = "", text = ""]) => ({
      page,
      language,
      text: text.replaceAll(`\n${indent}`, "\n").trim(),
    }),
  ),
);

/** What a part of a program needs around it, by its page and first words. The reader has it from the text of the page. */
interface Context {
  readonly page: string;
  readonly begins: string;
  readonly before: string;
  readonly after: string;
  readonly runs: boolean;
}

const imports = `import { test } from "@till/testing/vitest";
import { createTillClient } from "@till/client";`;

/** A part of a test: it is run in a till of its own, after these lines. */
const inTest = (page: string, begins: string, before: string): Context => ({
  page,
  begins,
  before: `${imports}\ntest("a part of a page", async ({ till: own }) => {\n${before}\n`,
  after: "\n});\n",
  runs: true,
});

/** A part of a program that is not run, because what it works with is somebody else's or comes at its own time. */
const onlyTyped = (page: string, begins: string, before: string): Context => ({
  page,
  begins,
  before: `${before}\n`,
  after: "",
  runs: false,
});

const asha = `const till = own.customer("asha");`;
const contexts: readonly Context[] = [
  inTest("README.md", "const { url, people }", "const till = createTillClient({ url: process.env.TILL_URL! });"),
  inTest("docs/testing.md", "await till.sandbox.faults.arm", asha),
  inTest(
    "docs/testing.md",
    "const email =",
    `${asha}
const order = await till.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
await till.orders.pay.mutate({ id: order.id });`,
  ),
  inTest("docs/webhooks.md", "const { id, secret }", "const till = own.staff();"),
  onlyTyped(
    "docs/testing.md",
    "await till.sandbox.webhooks.script",
    `import { createTillClient } from "@till/client";
const till = createTillClient({ url: "" });
declare const id: number, endpointId: string, webhook: string;`,
  ),
  onlyTyped(
    "docs/webhooks.md",
    "import { Webhook }",
    `interface Context {
  req: { text(): Promise<string>; header(): Record<string, string>; header(name: string): string | undefined };
  body(text: null, status: number): Response;
}
declare const app: { post(path: string, answer: (c: Context) => Promise<Response>): void };
declare const queue: { send(message: unknown): Promise<void> };`,
  ),
  onlyTyped(
    "docs/start.md",
    "import { isRefusal }",
    `import { createTillClient } from "@till/client";
const till = createTillClient({ url: "" });`,
  ),
  onlyTyped("examples/playwright-shop/README.md", "globalSetup:", "export const config = {"),
].map((context) => (context.begins === "globalSetup:" ? { ...context, after: "\n};\n" } : context));

/** Blocks that no compiler can read, by their page, and why. */
export const unchecked: Readonly<Record<string, string>> = {
  "docs/gateways.md":
    "It names the adapter that the reader is to write. gateway-stripe.test.ts has the same call with a real one.",
};

/** The TypeScript and JavaScript of the pages, each as a whole file. The chapters of Learn show parts of files that are there. */
export const programs = blocks
  .filter(({ page, language }) => /^(?:ts|js)$/.test(language) && !page.startsWith("examples/learn/"))
  .filter(({ page }) => !(page in unchecked))
  .map(({ page, text }, index) => {
    const context = contexts.find((one) => one.page === page && text.startsWith(one.begins));
    const { before = "", after = "", runs = /^import .*"@till\/testing\/vitest"/m.test(text) } = context ?? {};
    // The README of the test kit names its files, and its tests are run under these names.
    const isNamed = /^\/\/ \S+\.ts$/m.test(text);
    return { page, file: `program-${index}`, text: `${before}${text}${after}`, runs: runs && !isNamed, context };
  });

/** Contexts that no block begins like. */
export const unusedContexts = contexts.filter((context) => !programs.some((program) => program.context === context));
