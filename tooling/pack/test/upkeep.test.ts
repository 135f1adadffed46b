import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { names, root } from "./project.ts";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>;

interface Workflow {
  permissions: Record<string, string>;
  concurrency: unknown;
  jobs: Record<string, { permissions: Record<string, string>; "timeout-minutes": number; steps: Step[] }>;
}
interface Step {
  uses?: string;
  run?: string;
}

const workflows = globSync(".github/workflows/*.yml", { cwd: root }).map((file) => [file, read(file)] as const);

test.each(workflows)("%s pins its actions by commit, and each job says what it may do and how long", (_file, text) => {
  const { permissions, concurrency, jobs } = parse(text) as Workflow;
  expect(permissions).toEqual({});
  expect(concurrency).toBeDefined();
  for (const job of Object.values(jobs)) {
    expect(Object.keys(job.permissions).length).toBeGreaterThan(0);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    for (const { uses } of job.steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  }
  const actions = text.match(/uses: .*/g) ?? [];
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((line) => !/# v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test("every command of a workflow is a script, and the checks are those of .ci/run", () => {
  const { scripts } = json("package.json") as { scripts: Record<string, string> };
  const texts = workflows.map(([, text]) => text).join("\n");
  const called = [...texts.matchAll(/pnpm@10 run ([\w:]+)/g)].map(([, name]) => name ?? "");
  expect(called.length).toBeGreaterThan(2);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
  expect(read(".github/workflows/ci.yml")).toContain("- run: .ci/run\n");
});

test("changesets version the packages that are packed, together, and no others", () => {
  const config = json(".changeset/config.json");
  const ours = names.map((name) => `@till/${name}`);
  expect(config).toMatchObject({ access: "public", privatePackages: { version: false, tag: false } });
  expect((config["fixed"] as string[][]).map((group) => group.toSorted())).toEqual([ours.toSorted()]);
  const manifests = globSync("{apps,packages,tooling,examples}/*/package.json", { cwd: root }).map(json);
  const isPublic = manifests.filter((manifest) => manifest["private"] !== true).map(({ name }) => name as string);
  expect(isPublic.toSorted()).toEqual(ours.toSorted());
});

test("the issue forms have what the form of the host asks for", () => {
  for (const file of ["bug.yml", "idea.yml"]) {
    const form = parse(read(`.github/ISSUE_TEMPLATE/${file}`)) as { name: string; description: string; body: Field[] };
    expect(form.name && form.description).toBeTruthy();
    for (const { type, id, attributes } of form.body) {
      expect(["markdown", "textarea", "input", "dropdown"]).toContain(type);
      if (type !== "markdown") expect(id && attributes.label).toBeTruthy();
      for (const option of attributes.options ?? []) expect(option).toBeTypeOf("string");
    }
  }
});

interface Field {
  type: string;
  id?: string;
  attributes: { label?: string; options?: unknown[] };
}

test("Renovate groups packages that are there", () => {
  const { extends: presets, packageRules } = json("renovate.json") as { extends: string[]; packageRules: object[] };
  expect(presets).toContain("config:best-practices");
  const lockfile = read("pnpm-lock.yaml");
  const grouped = packageRules.flatMap((rule) =>
    "matchPackageNames" in rule ? (rule.matchPackageNames as string[]) : [],
  );
  const unknown = grouped.filter((name) => !lockfile.includes(name.replace("**", "")) && name !== "pnpm");
  expect(unknown).toEqual([]);
});
