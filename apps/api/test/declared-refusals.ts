import type { RefusalCode } from "@till/contracts";
import { possibleProblems } from "../src/rest/openapi/problems.ts";
import { routes } from "../src/rest/routes.ts";

/** The refusals of a procedure by its name, as clients read them in the documents. */
const declared = new Map(
  routes.map((route) => [route.name, new Set<string>(possibleProblems(route).map(({ code }) => code))]),
);

/** Refusals of the request itself: no procedure has been called, or the till of its path is not there. */
const ofAnyRequest: ReadonlySet<RefusalCode> = new Set([
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "PAYLOAD_TOO_LARGE",
  "TILL_NOT_FOUND",
]);

/** An answer to a call over tRPC, as far as it is read here. */
interface Answer {
  readonly error?: {
    readonly data: { readonly path?: string; readonly refusal: { readonly code: RefusalCode } | null };
  };
}

/**
 * Fails the test if a procedure refuses with what the documents do not say. Answers over REST are held against the OpenAPI
 * document as a whole (`rest-document.ts`).
 */
export async function expectDeclared(response: Response): Promise<void> {
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (!isJson || response.status < 400) return;
  const answers = [JSON.parse((await response.clone().text()) || "[]") as Answer | readonly Answer[]].flat();
  for (const { error } of answers as readonly Answer[]) {
    const { path, refusal } = error?.data ?? {};
    const codes = declared.get(path ?? "");
    if (!refusal || codes === undefined || codes.has(refusal.code) || ofAnyRequest.has(refusal.code)) continue;
    throw new Error(`${path} answers ${refusal.code}, which its procedure does not declare (\`refusals\`).`);
  }
}
