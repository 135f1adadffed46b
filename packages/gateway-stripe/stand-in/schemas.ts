import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

/** What the stand-in knows of Stripe's API. `bin/extract.ts` writes the file. */
export const api = JSON.parse(readFileSync(new URL("stripe-api.json", import.meta.url), "utf8")) as {
  readonly source: { readonly apiVersion: string };
  readonly operations: Readonly<
    Record<string, { readonly fields: { $ref: string }; readonly answer: { $ref: string } }>
  >;
};

/** A form has texts only, so numbers and booleans are read from them. */
const ofForms = new Ajv({ strict: false, allErrors: false, coerceTypes: true }).addSchema(api, "api");
const ofAnswers = new Ajv({ strict: false, allErrors: true }).addSchema(api, "api");

const compiled = (ajv: Ajv, { $ref }: { $ref: string }) => {
  const validate = ajv.getSchema(`api${$ref}`);
  if (!validate) throw new Error(`The extract has no schema ${$ref}.`);
  return validate;
};

const operationOf = (name: string) => {
  const operation = api.operations[name];
  if (!operation) throw new Error(`The extract has no operation ${name}.`);
  return operation;
};

/** What is wrong with the fields of a request, as Stripe says it; null if nothing is. Numbers in them are read from texts. */
export function faultOfFields(operation: string, fields: unknown): { param: string; message: string } | null {
  const validate = compiled(ofForms, operationOf(operation).fields);
  if (validate(fields)) return null;
  const [fault] = validate.errors ?? [];
  const { additionalProperty, missingProperty } = (fault?.params ?? {}) as Record<string, string>;
  const [first = "", ...rest] = [
    ...(fault?.instancePath ?? "").split("/").slice(1),
    additionalProperty ?? missingProperty,
  ].filter((part) => part !== undefined);
  const param = [first, ...rest.map((part) => `[${part}]`)].join("");
  if (additionalProperty !== undefined) return { param, message: `Received unknown parameter: ${param}` };
  if (missingProperty !== undefined) return { param, message: `Missing required param: ${param}.` };
  return { param, message: `Invalid ${param}: ${fault?.message ?? "it is not what it should be"}` };
}

/** What is wrong with an answer, by the types of Stripe's library; null if nothing is. */
export function faultOfAnswer(operation: string, answer: unknown): string | null {
  const validate = compiled(ofAnswers, operationOf(operation).answer);
  return validate(answer) ? null : `${operation}: ${ofAnswers.errorsText(validate.errors)}`;
}
