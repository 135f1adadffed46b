import { isPortFree } from "@till/libsql-local";

/** A free port below those that the system gives out by itself, so that nothing that runs meanwhile is given it. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  return (await isPortFree(port)) ? port : freePort();
}
