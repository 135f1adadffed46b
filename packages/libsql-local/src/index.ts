export { startLibsql, type LibsqlExit, type LibsqlOptions, type LibsqlServer } from "./start-libsql.ts";
export {
  createNamespace,
  deleteNamespace,
  forkNamespace,
  listNamespaces,
  NamespaceError,
  type DatabaseAddress,
} from "./namespaces.ts";
export { isPortFree, PortInUseError } from "./port.ts";
export { serverBinary, ServerMissingError } from "./server-binary.ts";
export { spawnTied, type ProcessExit, type TiedProcess } from "./tied-process.ts";
