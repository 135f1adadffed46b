import { fileURLToPath } from "node:url";
import { buildWorker } from "./build-worker.ts";

await buildWorker(fileURLToPath(new URL("../dist/worker", import.meta.url)));
