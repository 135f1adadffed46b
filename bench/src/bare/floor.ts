import { type Template, fillTemplate } from "../rig/template.ts";
import { newId } from "./new-id.ts";

interface Environment {
  readonly DATABASE_URL: string;
  readonly DATABASE_AUTH_TOKEN: string;
  readonly TEMPLATES: Readonly<Record<string, Template>>;
}

/**
 * The floor: sends the SQL that Till sent for the same call, as one request, and returns the database's answer. The
 * path names the call; `id` is its order.
 */
export default {
  fetch(request: Request, { DATABASE_URL, DATABASE_AUTH_TOKEN, TEMPLATES }: Environment): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const template = TEMPLATES[pathname.slice(1)];
    if (!template) throw new Error(`Nothing was recorded for ${pathname}.`);
    const [now, ids] = [Date.now(), new Map<number, string>()];
    const body = fillTemplate(template, (hole) => {
      switch (hole.fill) {
        case "id":
          return ids.get(hole.index) ?? (ids.set(hole.index, newId()).get(hole.index) as string);
        case "time":
          return new Date(now + hole.offsetMs).toISOString();
        case "orderId":
          return searchParams.get("id") ?? "";
        case "key":
          return crypto.randomUUID();
      }
    });
    return fetch(`${DATABASE_URL}${template.path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${DATABASE_AUTH_TOKEN}` },
      body,
    });
  },
};
