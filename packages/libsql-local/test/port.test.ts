import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { findFreePort, isPortFree } from "../src/port.ts";

test.for(["127.0.0.1", "0.0.0.0"])("a port with a listener at %s is not free", async (host) => {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, "listening");

  expect(await isPortFree((server.address() as AddressInfo).port)).toBe(false);
});

test("a free port is free", async () => {
  expect(await isPortFree(await findFreePort())).toBe(true);
});
