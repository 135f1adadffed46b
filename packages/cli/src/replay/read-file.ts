import { readFile } from "node:fs/promises";
import { type Dossier, dossierSchema, explainIssue, tillIdSchema } from "@till/contracts";
import * as z from "zod";

/** The orders to replay, and the till that they were in, if the file says so. */
export interface ReplayFile {
  readonly till: { readonly id: string; readonly url: string } | null;
  readonly dossiers: readonly Dossier[];
}

const failedTestSchema = z.object({
  till: z.object({ id: tillIdSchema, url: z.url() }),
  dossiers: z.array(dossierSchema).min(1),
});

/**
 * Reads the file of a failed test, or a dossier as the counter downloads it.
 *
 * @throws Error a sentence that says what is wrong with the file.
 */
export async function readReplayFile(path: string): Promise<ReplayFile> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new Error(`The file ${path} can't be read.`, { cause });
  });
  const content = parseJson(path, text);
  if (typeof content === "object" && content !== null && "dossiers" in content)
    return explained(path, failedTestSchema.safeParse(content, { error: explainIssue }));
  return { till: null, dossiers: [explained(path, dossierSchema.safeParse(content, { error: explainIssue }))] };
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`The file ${path} is not JSON.`, { cause });
  }
}

function explained<Value>(path: string, parsed: z.ZodSafeParseResult<Value>): Value {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = [issue?.path.join(".") || "it", issue?.message].join(" ");
  throw new Error(`The file ${path} is neither a dossier from the counter nor the file of a failed test: ${what}.`);
}
