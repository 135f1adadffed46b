import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";

const LOOPBACK = "127.0.0.1";
const LOOPBACK_V6 = "::1";
const CONNECT_TIMEOUT_MS = 1_000;

/** Another process uses the requested port. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  readonly port: number;

  constructor(port: number) {
    super(`Port ${port} is in use. Stop the program that listens there, or choose another port.`);
    this.port = port;
  }
}

/**
 * Whether a server of ours could listen on `port` of this machine now.
 *
 * It tries to connect and to bind. macOS lets a server bind 127.0.0.1 next to one that listens on every address, so a
 * bind alone would report such a port as free. Only a bind detects a port that does not accept connections yet. It also
 * checks ::1, which a browser tries first for `localhost`.
 */
export async function isPortFree(port: number): Promise<boolean> {
  const taken = await Promise.all([acceptsConnections(port), acceptsConnections(port, LOOPBACK_V6)]);
  return !taken.includes(true) && (await canBind(port));
}

/** Whether something listens on `port` of a loopback address. A server that is too busy to answer counts. */
export function acceptsConnections(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS });
    const settle = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}

/** A port that was free a moment ago. It is not reserved, so the caller must expect to find it taken. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
