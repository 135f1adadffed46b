/** The namespace of requests that name none. It always exists. */
export const DEFAULT_NAMESPACE = "default";

/** A name is a folder, a part of a path and a label of a host name. */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function isNamespaceName(name: string): boolean {
  return NAME.test(name);
}
