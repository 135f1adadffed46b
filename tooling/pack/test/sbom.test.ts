import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { scratchDir } from "@till/cli/testing";
import { expect, test } from "vitest";

interface Bom {
  metadata: { component: { purl: string } };
  components: { name: string; purl: string; licenses?: unknown[]; hashes?: unknown[] }[];
}

/** What must be in each bill of materials, and what must not: packages that only build, test or run something else. */
const cases = [
  {
    name: "worker",
    subject: "pkg:npm/%40till/api@",
    has: ["hono", "drizzle-orm", "stripe", "pdf-lib", "react", "vitepress", "api-reference"],
    lacks: ["miniflare", "wrangler", "vitest", "rolldown", "vite", "shiki", "fast-check"],
  },
  { name: "client", subject: "pkg:npm/%40till/client@", has: ["client", "server", "zod"], lacks: ["hono", "react"] },
  {
    name: "cli",
    subject: "pkg:npm/%40till/cli@",
    has: ["miniflare", "workerd", "hono", "standardwebhooks", "react", "vue"],
    lacks: ["wrangler", "vitest", "tsdown"],
  },
  { name: "testing", subject: "pkg:npm/%40till/testing@", has: ["standardwebhooks", "miniflare"], lacks: ["vitest"] },
];

test("the bills of materials are valid, have what ships with licence and hash, and nothing that only builds it", async () => {
  const dir = await scratchDir();
  const write = async (folder: string) => {
    await promisify(execFile)(process.execPath, [resolve(import.meta.dirname, "../src/sbom.ts"), join(dir, folder)]);
    return Promise.all(cases.map(({ name }) => readFile(join(dir, folder, `${name}.cdx.json`), "utf8")));
  };
  const texts = await write("first");
  if (process.env["TILL_TEST_FULL"])
    expect(await write("again"), "the same commit gives the same files").toEqual(texts);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  for (const [index, { subject, has, lacks }] of cases.entries()) {
    const text = texts[index] ?? "";
    expect(await validator.validate(text)).toBeNull();
    const { metadata, components } = JSON.parse(text) as Bom;
    expect(metadata.component.purl).toContain(subject);
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(has));
    expect(names.filter((name) => lacks.includes(name))).toEqual([]);
    expect(components.filter(({ licenses, hashes }) => !licenses?.length || !hashes?.length)).toEqual([]);
    expect(components.filter(({ purl }) => purl.includes("%40till/"))).toEqual([]);
  }
});
