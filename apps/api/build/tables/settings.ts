import { configSchema } from "../../src/config.ts";
import { code, page, table } from "./markdown.ts";

/** A default as one would set it. */
function written(value: unknown): string {
  if (typeof value === "boolean") return code(value ? "on" : "off");
  return (typeof value === "string" && value !== "") || typeof value === "number" ? code(String(value)) : "–";
}

/** The page of the variables that the Worker reads. */
export const settingsPage = (): string =>
  page("Settings", {
    from: code("apps/api/src/config.ts"),
    parts: [
      "You find every variable that the Worker reads, with its default and its purpose. A Worker with a missing, weak or wrong setting does not start, and says which one it is and what to set.",
      table(
        ["variable", "default", "meaning"],
        Object.entries(configSchema.shape).map(([name, schema]) => [
          code(name),
          written(schema.safeParse(undefined).data),
          schema.description ?? "",
        ]),
      ),
      `${code("dev")} sets what it needs by itself: the sandbox is on, and the secret is generated. [Deploy](../deploy.md) says what a live shop sets.`,
    ],
  });
