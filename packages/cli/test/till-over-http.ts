import { buffer } from "node:stream/consumers";
import type { Till } from "@till/api/testing";
import { serve } from "./verify/serve.ts";

/** Serves a Till under test over HTTP until the test is over, for commands that take an address. */
export const overHttp = (till: Till): Promise<string> =>
  serve((request, response) => {
    const answered = async () => {
      const { method = "GET", url = "/" } = request;
      const body = method === "GET" ? null : await buffer(request);
      const headers = new Headers(request.headers as Record<string, string>);
      const answer = await till.request(`http://${request.headers.host}${url}`, { method, headers, body });
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.bytes());
    };
    answered().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
