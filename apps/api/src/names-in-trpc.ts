import { trpcPath } from "./paths.ts";
import { withoutTill } from "./tills/till-of-request.ts";

/** The names of the procedures that a request to tRPC calls, as tRPC reads them: it decodes the path first, and splits that of a batch then. */
export function namesInTrpc({ pathname, searchParams }: URL): readonly string[] {
  const path = withoutTill(pathname).slice(trpcPath.length);
  try {
    const names = decodeURIComponent(path.replaceAll(/^\/|\/$/g, ""));
    return searchParams.get("batch") === "1" ? names.split(",") : [names];
  } catch (error) {
    // tRPC refuses a malformed escape.
    if (error instanceof URIError) return [];
    throw error;
  }
}
