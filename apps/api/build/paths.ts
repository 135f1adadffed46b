/** The repository. */
export const root = new URL("../../../", import.meta.url);

/** The OpenAPI document that is kept in the repository. */
export const documentFile = new URL("docs/openapi.json", root);
