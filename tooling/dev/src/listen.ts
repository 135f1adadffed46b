import { styleText } from "node:util";
import { createShutdown, listen } from "@till/cli/session";

const commands = { listen: "npx pnpm@10 listen", dev: "npx pnpm@10 dev" };

const shutdown = createShutdown();
try {
  await listen(process.argv.slice(2), commands, shutdown);
} catch (error) {
  console.error(styleText("red", error instanceof Error ? error.message : String(error)));
  await shutdown.end(1);
}
