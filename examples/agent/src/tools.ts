import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

/** A refusal as Till answers it: what went wrong, and what may be done next. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly actions: readonly string[];
}

/** What a tool answered: the answer of its procedure, or a refusal. */
type Answer<Output> =
  | { readonly isRefused: false; readonly output: Output }
  | { readonly isRefused: true; readonly refusal: Refusal };

/** Connects to the tools of a Till, as somebody with this token or as a visitor. */
export async function connect(till: string, token?: string) {
  // Without this, the client speaks the protocol of 2025.
  const client = new Client({ name: "example-agent", version: "0.1.0" }, { versionNegotiation: { mode: "auto" } });
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${till}/mcp`), { requestInit: { headers } }));

  /** Calls a tool. A refusal is an answer: the agent reads it and decides. */
  async function ask<Output>(name: string, input: Record<string, unknown> = {}): Promise<Answer<Output>> {
    const { isError, structuredContent, content } = await client.callTool({ name, arguments: input });
    if (isError !== true) return { isRefused: false, output: structuredContent as Output };
    if (structuredContent === undefined) throw new Error(`${name} failed: ${JSON.stringify(content)}`);
    return { isRefused: true, refusal: structuredContent as Refusal };
  }

  return {
    ask,
    /** Calls a tool that nothing should refuse. */
    async call<Output>(name: string, input?: Record<string, unknown>): Promise<Output> {
      const answer = await ask<Output>(name, input);
      if (answer.isRefused) throw new Error(`${name} was refused: ${answer.refusal.message}`);
      return answer.output;
    },
    tools: async () => (await client.listTools()).tools,
    close: () => client.close(),
  };
}
