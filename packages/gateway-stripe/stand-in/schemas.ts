import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

/** What the stand-in knows of Stripe's API. `bin/extract.ts` writes the file. */
export const api = JSON.parse(readFileSync(new URL("stripe-api.json", import.meta.url), "utf8")) as {
  readonly source: { readonly apiVersion: string };
};

/**
 * The release of a version, such as `endive` of `2026-09-30.endive`. Versions of a release differ in additions only
 * (https://docs.stripe.com/api/versioning).
 */
export const releaseOf = (version: string): string | undefined => version.split(".")[1];

/** A form has texts only, so numbers and booleans are read from them. */
const ofForms = new Ajv({ strict: false, allErrors: false, coerceTypes: true }).addSchema(api, "api");
const ofAnswers = new Ajv({ strict: false, allErrors: true }).addSchema(api, "api");

/** The schema at this place in the extract. */
function compiled(ajv: Ajv, ...place: readonly string[]) {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("/", "~1"))).join("/");
  const validate = ajv.getSchema(`api#/${pointer}`);
  if (!validate) throw new Error(`The extract has no ${place.join(", ")}.`);
  return validate;
}

/** What is wrong with the fields of a request, as Stripe says it; null if nothing is. Numbers in them are read from texts. */
export function faultOfFields(operation: string, fields: unknown): { param: string; message: string } | null {
  const validate = compiled(ofForms, "operations", operation, "fields");
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

/** What is wrong with an answer, by Stripe's document; null if nothing is. */
export const faultOfAnswer = (operation: string, { status, body }: { status: number; body: object }): string | null =>
  status === 200 ? faultOf(body, "operations", operation, "answer") : faultOf(body, "schemas", "error");

/** What is wrong with an event and with its object, by Stripe's document; null if nothing is. */
export function faultOfEvent(body: string): string | null {
  const event = JSON.parse(body) as { readonly data: { readonly object: { readonly object: string } } };
  const { object } = event.data;
  return faultOf(event, "schemas", "event") ?? faultOf(object, "schemas", object.object);
}

function faultOf(value: unknown, ...place: readonly string[]): string | null {
  const validate = compiled(ofAnswers, ...place);
  return validate(value) ? null : `${place.join(" ")}: ${ofAnswers.errorsText(validate.errors)}`;
}
