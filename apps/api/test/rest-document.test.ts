import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import spectralCore from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { refusals, webhookEventTypes } from "@till/contracts";
import type { MediaTypeObject, OperationObject, ParameterObject } from "openapi3-ts/oas31";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentFile, root } from "../build/paths.ts";
import { buildDocument } from "../src/rest/openapi/document.ts";
import { customerWithOrder } from "./customer-with-order.ts";
import { connectReceivers, receiver } from "./receivers.ts";
import { document, expectDocumented, faultsAt, findOperation, follow, pointerOf } from "./rest-document.ts";
import { type Till, somebody, startTill } from "./till.ts";

const { Spectral } = spectralCore;

const apiDir = fileURLToPath(new URL("..", import.meta.url));

test("docs/openapi.json is what the code says; `npx pnpm@10 openapi` writes it", async () => {
  const { version } = JSON.parse(await readFile(new URL("package.json", root), "utf8")) as { version: string };
  expect(document).toEqual(JSON.parse(JSON.stringify(buildDocument(version))));
});

test("Redocly finds nothing to say against the document, by its recommended rules", async () => {
  const { stdout } = await promisify(execFile)(
    "node_modules/.bin/redocly",
    ["lint", fileURLToPath(documentFile), "--extends", "recommended", "--format", "json"],
    { cwd: apiDir, env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" } },
  );
  const { totals, problems } = JSON.parse(stdout) as { totals: Record<string, number>; problems: unknown[] };
  expect(problems).toEqual([]);
  expect(totals).toMatchObject({ errors: 0, warnings: 0, ignored: 0 });
});

/** What Spectral has against a document, by its recommended rules for OpenAPI. */
async function spectralFaults(of: object): Promise<string[]> {
  const spectral = new Spectral();
  // The declared type of its own rules lacks what their code has.
  spectral.setRuleset({ extends: [oas as never] });
  return (await spectral.run({ ...of })).map(({ code, path }) => `${code} ${path.join(".")}`);
}

test("Spectral finds nothing to say against the document, by its rules for OpenAPI", async () => {
  expect(await spectralFaults(document)).toEqual([]);
  const { contact: _contact, ...info } = document.info;
  expect(await spectralFaults({ ...document, info })).toEqual(["info-contact info"]);
});

/** The patterns of a part of the document. */
function patternsOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(patternsOf);
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "pattern" && typeof value === "string" ? [value] : patternsOf(value),
  );
}

test("every dialect of regular expressions reads the patterns, and reads them alike", () => {
  const patterns = [...new Set(patternsOf(document))];
  expect(patterns.length).toBeGreaterThan(3);
  // Letters, bytes as \xHH, sets, and counts: no classes such as \d and \p{…}, which differ, no \u, no look-around.
  const inSet = String.raw`(?:[\w !-.:-@]|\\x[0-7][0-9a-f]|\\x7f-\\x9f)`;
  const portable = new RegExp(String.raw`^\^(?:\[\^?${inSet}+\](?:[*+]|\{[0-9,]+\}))+\$$`);
  for (const pattern of patterns) {
    expect(pattern).toMatch(portable);
    expect(() => [new RegExp(pattern), new RegExp(pattern, "u")]).not.toThrow();
  }
});

test("the reference begins with signing in, and what breaks or resets a sandbox comes last", () => {
  const [signIn, ...others] = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(([method, { tags }]) => [
      `${method} ${path}`,
      tags?.[0],
    ]),
  );
  expect(signIn).toEqual(["post /v1/sandbox/sessions", "Sign in"]);
  // The page groups by tags, and shows what is in a group in the order of the document.
  const groups = [signIn, ...others].map((operation) => operation?.[1]);
  expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual(document.tags?.map(({ name }) => name));
  expect(document.tags?.map(({ name }) => name).slice(-2)).toEqual(["Sandbox", "Health"]);
});

/** Every operation, webhooks included, with its place in the document. */
const operations: [name: string, operation: OperationObject, pointer: string][] = (
  ["paths", "webhooks"] as const
).flatMap((part) =>
  Object.entries(document[part] ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(
      ([method, operation]): [string, OperationObject, string] => [
        operation.operationId ?? "",
        operation,
        pointerOf(part, path, method),
      ],
    ),
  ),
);

/** The examples of a body or a parameter, each with its value. */
function examplesOf({ example, examples = {} }: MediaTypeObject | ParameterObject): unknown[] {
  const named = Object.values(examples).map((one) => follow<{ value?: unknown }>(one, "").value.value);
  return example === undefined ? named : [example, ...named];
}

describe.each(operations)("%s", (_name, operation, pointer) => {
  const contents = Object.entries({ ...operation.responses, requestBody: operation.requestBody }).flatMap(
    ([name, part]) => {
      if (part === undefined) return [];
      const place = name === "requestBody" ? [name] : ["responses", name];
      const { value, pointer: at } = follow<{ content?: Record<string, MediaTypeObject> }>(
        part,
        `${pointer}${pointerOf(...place)}`,
      );
      return Object.entries(value.content ?? {}).map(
        ([type, media]) => [media, `${at}${pointerOf("content", type, "schema")}`] as const,
      );
    },
  );

  test("says what it does, who may do it and where it belongs", () => {
    expect(operation.summary).toMatch(/\w/);
    expect(operation.tags).toHaveLength(1);
    expect(document.tags?.map(({ name }) => name)).toContain(operation.tags?.[0]);
    expect(operation.security).toBeDefined();
  });

  test("has an example of each body, and each is a valid one", () => {
    for (const [media, schema] of contents) {
      const examples = examplesOf(media);
      expect(examples, schema).not.toEqual([]);
      for (const example of examples)
        expect(faultsAt(schema, example), `${schema} ${JSON.stringify(example)}`).toBeNull();
    }
  });

  test("describes each parameter, and its example is a valid one", () => {
    for (const [index, parameter] of (operation.parameters ?? []).entries()) {
      const place = `${pointer}${pointerOf("parameters", String(index))}`;
      const { value, pointer: at } = follow<ParameterObject>(parameter, place);
      expect(value.description, value.name).toMatch(/\w/);
      for (const example of examplesOf(value)) expect(faultsAt(`${at}/schema`, example), value.name).toBeNull();
    }
  });
});

test("every refusal is a problem of some route, but for those that no route has", () => {
  const schemas = Object.values(document.components?.schemas ?? {});
  const codes = schemas.flatMap((schema) => {
    const [, problem] = "allOf" in schema && schema.allOf ? schema.allOf : [];
    const code = problem && "properties" in problem ? problem.properties?.["code"] : undefined;
    return code && "const" in code ? [code.const as string] : [];
  });
  const ofNoRoute = new Set(["NOT_FOUND", "METHOD_NOT_ALLOWED"]);
  expect(codes.filter((code) => code !== "INTERNAL_SERVER_ERROR").toSorted()).toEqual(
    Object.keys(refusals)
      .filter((code) => !ofNoRoute.has(code))
      .toSorted(),
  );
});

describe("an answer that the document does not have fails a test:", () => {
  const product = {
    id: 1,
    sku: "A",
    name: "A",
    description: "",
    unitPrice: 1,
    currency: "INR",
    stock: null,
    imageUrl: null,
    archivedAt: null,
  };
  const request = { method: "GET", path: "/v1/products/1" };
  const asProblem = { "content-type": "application/problem+json" };
  const answers: Record<string, [answer: () => Response, fault: string]> = {
    "an unknown status": [() => Response.json(product, { status: 202 }), "does not have: GET /v1/products/1 202"],
    "an unknown problem": [
      () => Response.json({ code: "OUT_OF_STOCK" }, { status: 409, headers: asProblem }),
      "does not have: GET /v1/products/1 409",
    ],
    "another kind of content": [
      () => new Response("hello", { headers: { "content-type": "text/plain" } }),
      "to include 'text/plain'",
    ],
    "a missing field": [() => Response.json({ ...product, name: undefined }), "must have required property"],
    "a field of another type": [() => Response.json({ ...product, unitPrice: "1" }), "unitPrice must be integer"],
    "a missing header": [() => Response.json({}, { status: 503, headers: asProblem }), "Retry-After"],
  };

  test.each(Object.entries(answers))("%s", async (_name, [answer, fault]) => {
    await expect(expectDocumented(request, answer())).rejects.toThrow(fault);
  });

  test("while a good one passes", async () => {
    await expectDocumented(request, Response.json(product));
    expect(findOperation("GET", "/v1/products/1")?.operation.operationId).toBe("products.get");
  });
});

describe("webhooks", () => {
  let till: Till;
  beforeAll(async () => {
    till = await startTill();
    connectReceivers(till);
  });
  afterAll(() => till.stop());

  test("what is sent is what the document says, with its headers", async () => {
    const { received } = await receiver(till, undefined, [...webhookEventTypes]);
    const { id, pay, staff } = await customerWithOrder(till);
    await pay("pm_card_threeDSecure2Required");
    await till.as(somebody("staff")).orders.cancel.mutate({ id });
    const paid = await customerWithOrder(till);
    await paid.pay("sim:generic_decline~succeeded").catch(() => undefined);
    await paid.pay("pm_card_visa");
    await staff.orders.refund.mutate({ id: paid.id });
    const refused = await customerWithOrder(till);
    await refused.pay("sim:succeeded^refund_refused");
    await staff.orders.refund.mutate({ id: refused.id });
    // A sweep of a later time leaves the endpoint to who sends now, whose clock is behind.
    await till.settled();
    await till.sweep(new Date(Date.now() + 61_000));
    const types = new Set<string>();
    for (const { body, headers } of received) {
      const { type } = JSON.parse(body) as { type: string };
      types.add(type);
      const operation = `/webhooks${pointerOf(type)}/post`;
      expect(faultsAt(`${operation}/requestBody/content/application~1json/schema`, JSON.parse(body)), type).toBeNull();
      const named = operations.find(([name]) => name === `webhook.${type}`)?.[1].parameters as ParameterObject[];
      for (const { name } of named) expect(headers[name], name).toMatch(/\w/);
    }
    expect([...types].toSorted()).toEqual([...webhookEventTypes].toSorted());
  });
});
