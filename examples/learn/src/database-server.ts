import { type DatabaseAddress, startLibsql } from "@till/libsql-local";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    databaseServer: DatabaseAddress;
  }
}

/** Starts the database server that the tests of all chapters share. Each test has a database of its own in it. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startLibsql();
  provide("databaseServer", { url: server.url, authToken: server.authToken });
  return () => server.stop();
}
