import { expect, test } from "vitest";
import { createWorkerOutput } from "../src/worker-output.ts";

/** As wrangler 4.164 prints them. */
const table = `Your Worker has access to the following bindings:
Binding                            Resource                  Mode
env.AUTH_SECRET ("(hidden)")       Environment Variable      local
`;
const start = `Using secrets defined in ../w.env
${table}
⎔ Starting local server...
\u001b[33m▲ \u001b[43;33m[\u001b[43;30mWARNING\u001b[43;33m]\u001b[0m \u001b[1mScheduled Workers are not automatically triggered.\u001b[0m

[wrangler:info] Ready on http://localhost:8787`;

function listen() {
  const printed: string[] = [];
  const output = createWorkerOutput((line) => printed.push(line), false);
  const hear = (text: string): void => text.split("\n").forEach(output.onLine);
  return { printed, output, hear };
}

test("nothing of a good start is shown", () => {
  const { printed, output, hear } = listen();

  hear(start);
  output.open();
  hear("[wrangler:info] GET /healthz 200 OK (646ms)\n[wrangler:info] GET /trpc/sandbox.users 200 OK (6ms)");

  expect(printed).toEqual([]);
});

test("after it, messages, requests and errors are", () => {
  const { printed, output, hear } = listen();
  output.open();

  hear("[EMAIL MOCK] To: asha@example.com\n  Subject: paid\n[wrangler:info] POST /trpc/orders.pay 200 OK (23ms)");
  hear("[wrangler:error] Error: boom\n    at Object.fetch (worker.ts:6:40)\n[wrangler:info] QUEUE q1 1/1 (2ms)");
  hear("\u001b[31m✘ \u001b[41;31m[ERROR]\u001b[0m bad thing\n\n\n");

  expect(printed).toEqual([
    "[EMAIL MOCK] To: asha@example.com",
    "  Subject: paid",
    "POST /trpc/orders.pay 200 OK (23ms)",
    "Error: boom",
    "    at Object.fetch (worker.ts:6:40)",
    "✘ [ERROR] bad thing",
    "",
  ]);
});

test("an edit of the Worker's code shows as two lines", () => {
  const { printed, output, hear } = listen();
  output.open();

  hear(`⎔ Reloading local server...\n⎔ Connection status updated\n${table}\n⎔ Local server updated and ready`);

  expect(printed).toEqual(["⎔ Reloading local server...", "⎔ Local server updated and ready"]);
});

test("an error at the start is shown at once, with what follows it", () => {
  const { printed, hear } = listen();

  hear(`${start}\n✘ [ERROR] Build failed with 1 error:\n\n  src/worker.ts:1:6:`);

  expect(printed).toEqual(["✘ [ERROR] Build failed with 1 error:", "", "  src/worker.ts:1:6:"]);
});

test("when the start fails without an error, what was held comes out", () => {
  const { printed, output, hear } = listen();

  hear("Something odd.\n[wrangler:info] Ready on http://localhost:8787");
  output.confess();

  expect(printed).toEqual(["Something odd."]);
});
