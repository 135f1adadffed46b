import type { Refusal } from "@till/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { routes } from "../src/rest/routes.ts";
import { rounds } from "./rounds.ts";
import { trpcRequest } from "./trpc-request.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
const tokens = { customer: "", staff: "" };
beforeAll(async () => {
  till = await startTill();
  tokens.customer = await till.tokenOf(somebody());
  tokens.staff = await till.tokenOf(somebody("staff"));
});
afterAll(() => till.stop());

const inputsOfEach = rounds(10_000, 50);

/** The longest that one input may take on a slow machine, in milliseconds. Nothing that is refused reads or computes. */
const slowMs = 5_000;

/** How each issue goes on after the name of its field. A text of a library's own begins otherwise. */
const endOfSentence = /^(must|is|names|has) /;

const sql = ["'; DROP TABLE orders; --", "1 OR 1=1", '" OR ""="', "x' UNION SELECT * FROM customers --", "%00", "\\"];
const oddText = [
  "",
  " ",
  "\u0000",
  "\u202e",
  "\ud800",
  "‮🧨",
  "ﷺ",
  "İ",
  "a\u0300\u0301\u0302",
  "x".repeat(5_000),
  ...sql,
];
const oddNumbers = [0, -0, -1, 0.1, 1e9, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE];

const anything = fc.oneof(
  fc.constantFrom(...oddText),
  fc.constantFrom(...oddNumbers),
  fc.constantFrom(null, true, false),
  fc.string({ unit: "binary" }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 10, max: 2_000 }).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown),
);

const prototypeKeys = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty");

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly anyOf?: JsonSchema[];
  readonly enum?: unknown[];
}

/** A value near to what a schema wants, with something wrong in it somewhere, most of the time. */
function nearly(schema: JsonSchema): fc.Arbitrary<unknown> {
  const right = roughly(schema);
  return fc.oneof({ arbitrary: right, weight: 3 }, { arbitrary: anything, weight: 1 });
}

function roughly({ type, properties, items, anyOf, enum: values }: JsonSchema): fc.Arbitrary<unknown> {
  if (anyOf !== undefined) return fc.oneof(...anyOf.map(nearly));
  if (values !== undefined) return fc.constantFrom(...values);
  switch (type) {
    case "object": {
      const fields = Object.fromEntries(Object.entries(properties ?? {}).map(([name, field]) => [name, nearly(field)]));
      return fc.oneof(
        { arbitrary: fc.record(fields, { requiredKeys: [] }), weight: 4 },
        {
          arbitrary: fc
            .tuple(fc.record(fields), fc.oneof(prototypeKeys, fc.string()), anything)
            .map(([object, key, value]) => JSON.parse(withKey(object, key, value)) as unknown),
          weight: 1,
        },
      );
    }
    case "array":
      return fc.array(nearly(items ?? {}), { maxLength: 3 });
    case "integer":
    case "number":
      return fc.oneof(fc.integer({ min: 1, max: 2 ** 40 }), fc.constantFrom(...oddNumbers));
    case "boolean":
      return fc.boolean();
    default:
      return fc.oneof(fc.constantFrom(...oddText), fc.string(), fc.string({ unit: "binary", maxLength: 200 }));
  }
}

/** As text, since a key such as `__proto__` is none of its own in an object literal. */
function withKey(object: object, key: string, value: unknown): string {
  const fields = Object.entries(object).map(([name, field]) => [name, field] as const);
  return `{${[...fields, [key, value] as const]
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${JSON.stringify(name)}:${JSON.stringify(field)}`)
    .join(",")}}`;
}

/** Every row of every table, as one number. */
async function rowsInAll(): Promise<unknown> {
  const tables = await till.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'");
  const counts = tables.map(({ name }) => `(SELECT count(*) FROM "${String(name)}")`);
  return till.rows(
    `SELECT ${counts.join(" + ")} AS rows, (SELECT group_concat(fail_next) FROM channel_faults) AS faults`,
  );
}

const withInput = routes.flatMap(({ name, meta, input }) =>
  input === null ? [] : [{ path: name, policy: meta.policy, schema: input }],
);

test.each(withInput)(
  "$path refuses malformed inputs, each quickly, and writes nothing",
  async ({ path, policy, schema }) => {
    const malformed = nearly(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema).filter(
      (value) => !schema.safeParse(JSON.parse(JSON.stringify(value) ?? "null")).success,
    );
    const authorization = `Bearer ${policy === "owner" ? tokens.customer : tokens.staff}`;
    const before = await rowsInAll();
    const databaseRequests = till.world.databaseRequests;
    const property = fc.asyncProperty(malformed, async (value) => {
      const { path: address, init } = trpcRequest(path, JSON.stringify(value) ?? "");
      const startedAt = performance.now();
      const response = await till.request(address, { ...init, headers: { ...init.headers, authorization } });
      const took = performance.now() - startedAt;
      const { error } = (await response.json()) as { error: { data: { refusal: Refusal | null } } };
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(error.data.refusal?.code).toMatch(/^(VALIDATION_FAILED|PAYLOAD_TOO_LARGE)$/);
      const { issues = [] } = (error.data.refusal?.details ?? {}) as { issues?: { message: string }[] };
      for (const { message } of issues) expect(message).toMatch(endOfSentence);
      expect(took).toBeLessThan(slowMs);
    });
    await fc.assert(property, { numRuns: inputsOfEach });
    expect(till.world.databaseRequests).toBe(databaseRequests);
    expect(await rowsInAll()).toEqual(before);
  },
  600_000,
);

type Path = readonly (string | number)[];

/** Where an input has text that its schema does not list word by word. */
function textsOf(schema: JsonSchema, path: Path = []): Path[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => textsOf(one, path));
  if (schema.enum !== undefined) return [];
  if (schema.type === "string") return [path];
  if (schema.type === "array") return textsOf(schema.items ?? {}, [...path, 0]);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => textsOf(field, [...path, name]));
}

/** An input with only this text in it. */
const inputWith = (path: Path, text: string): unknown =>
  path.reduceRight<unknown>((inner, key) => (typeof key === "number" ? [inner] : { [key]: inner }), text);

const texts = withInput.flatMap(({ path, schema }) =>
  textsOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema).map(
    (field) => [path, field.join("."), field, schema] as const,
  ),
);

/** The fields that a schema has something against. */
const blamed = (schema: z.ZodType, value: unknown): string[] =>
  schema
    .safeParse(value)
    .error?.issues.flatMap((issue) => [issue, ...(issue.code === "invalid_union" ? issue.errors.flat(2) : [])])
    .map(({ path }) => path.join(".")) ?? [];

test.each(texts)("%s takes no half characters and no NUL in %s", (_path, name, field, schema) => {
  for (const text of ["usr_\ud800x", "usr_\u0000x", "https://shop.example/\ud800", "https://shop.example/\u0000"])
    expect(blamed(schema, inputWith(field, text))).toContain(name);
});

/** Well-formed inputs whose every text is SQL: they are found, or not, as any other text. */
const harmless: Record<string, (text: string) => unknown> = {
  "products.list": (search) => ({ search }),
  "notifications.list": (search) => ({ search }),
  "orders.list": (userId) => ({ userId: userId.replaceAll(/[^\x21-\x7e]/g, "_") }),
  "orders.quote": (discountCode) => ({
    items: [{ productId: 1, quantity: 1 }],
    discountCode: discountCode.replaceAll(/\W/g, "-"),
  }),
};

test.each(Object.entries(harmless))("SQL in a text of %s is text", async (path, inputOf) => {
  const before = await rowsInAll();
  for (const text of sql) {
    const response = await till.request(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(inputOf(text)))}`, {
      headers: { authorization: `Bearer ${tokens.staff}` },
    });
    expect([text, response.status < 500]).toEqual([text, true]);
  }
  expect(await rowsInAll()).toEqual(before);
});
