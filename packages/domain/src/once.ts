/** Makes a value when it is first asked for, and keeps it. What few requests need then costs the Worker's start nothing. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
