declare module "vitest" {
  interface ProvidedContext {
    tillUrl: string;
  }
}

/** The name under which the set-up hands the address of Till to the tests. */
export const tillUrl = "tillUrl";
