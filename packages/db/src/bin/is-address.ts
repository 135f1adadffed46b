/** Whether the database client that Till uses takes such an address. */
export const isAddress = (url: string): boolean => /^(?:libsql|https?|wss?):\/\/[^/]/.test(url) && URL.canParse(url);
