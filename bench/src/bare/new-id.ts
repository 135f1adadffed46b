/** An id as Till makes them: 20 characters, enough chance in them never to meet again. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => (byte % 36).toString(36)).join("");
