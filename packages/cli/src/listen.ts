import { once } from "node:events";
import { parseArgs, styleText } from "node:util";
import { isPortFree } from "@till/libsql-local";
import { defaultTillUrl } from "./running-till.ts";
import { type ListenCommands, type Listener, registerListener } from "./register-listener.ts";
import type { Shutdown } from "./session/shutdown.ts";
import { createWebhookServer } from "./webhook-server.ts";

/** What `listen` does and takes. */
export const listenUsage = (
  command: string,
) => `${command} [--port 9000] [--till http://localhost:8787] [--token …] [--secret whsec_…]

Receives webhooks, verifies them and prints them. It registers itself at a running Till, as a demo person of its
sandbox or with the --token of somebody of staff, and removes itself on Ctrl-C. With the --secret of an endpoint that
there is already, it only listens.`;

/** Receives webhooks and prints them, until the session ends. @throws a sentence that says what to do. */
export async function listen(args: string[], commands: ListenCommands, session: Shutdown): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "9000" },
      till: { type: "string", default: defaultTillUrl() },
      token: { type: "string" },
      secret: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(listenUsage(commands.listen));
    return void (await session.end(0));
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error("--port must be from 1 to 65535.");
  if (!(await isPortFree(port))) throw new Error(`Port ${port} is in use. Choose another one: --port ${port + 1}`);

  const url = `http://127.0.0.1:${port}/`;
  const listener: Listener = values.secret
    ? { secret: values.secret, remove: () => Promise.resolve() }
    : await registerListener({ url, till: values.till, token: values.token, commands });
  session.add(listener.remove);
  const server = createWebhookServer(listener.secret, console.log).listen(port, "127.0.0.1");
  await once(server, "listening");
  console.log(`Webhooks of ${values.secret ? "the given secret" : values.till} are received at ${url}`);
  console.log(styleText("dim", "Ctrl-C stops, and removes the endpoint if it was made here."));
}
