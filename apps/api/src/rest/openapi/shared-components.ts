import { idempotencyKeySchema } from "@till/contracts";
import type { ComponentsObject } from "openapi3-ts/oas31";
import { Components } from "./components.ts";

const { description: keyDescription = "", ...keySchema } = new Components().input(idempotencyKeySchema);

/** The components that no route has to itself. */
export const sharedComponents = {
  securitySchemes: {
    bearerAuth: {
      type: "http",
      scheme: "bearer",
      description:
        "The token of a signed-in person, or the API key (`sk_…`) of a program. In a sandbox `POST /v1/sandbox/sessions` makes a token.",
    },
  },
  // Without examples: the reference page would send them with every request that is tried on it.
  parameters: {
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      description: keyDescription,
      schema: keySchema,
    },
    IfNoneMatch: {
      name: "If-None-Match",
      in: "header",
      description: "An `ETag` that you have. If it is still the one, the answer is 304 and has no body.",
      schema: { type: "string" },
    },
  },
  headers: {
    ETag: {
      description: "Names this state of the answer, for `If-None-Match`. A file of a whole list has none.",
      schema: { type: "string" },
    },
    Link: {
      description: 'The next page, if there is one: `</v1/orders?cursor=…>; rel="next"` (RFC 8288).',
      schema: { type: "string" },
    },
    Location: {
      description: "Where to find what was created.",
      required: true,
      schema: { type: "string", format: "uri-reference" },
    },
    "Retry-After": {
      description: "After how many seconds to try again.",
      required: true,
      schema: { type: "string", pattern: "^[0-9]+$" },
    },
    "WWW-Authenticate": {
      description:
        "`Bearer`. If a token was sent: also an `error`, and an `error_description` that says why it is refused.",
      required: true,
      schema: { type: "string" },
    },
  },
} satisfies ComponentsObject;
