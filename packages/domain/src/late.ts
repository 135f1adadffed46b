/**
 * What is loaded or made with the first request that needs it, so that the Worker starts without it. It is kept, and its
 * promise is not: a promise belongs to the request that made it, and another one would wait in vain if that request ends.
 */
export function late<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: { readonly value: Value } | undefined;
  return async () => {
    if (loaded === undefined) {
      const value = await load();
      // Of requests that load it at the same time, the first one's is kept.
      loaded ??= { value };
    }
    return loaded.value;
  };
}
