import type { Action, Refusal, RefusalCode, RefusalDetails } from "@till/contracts";

/** Makes a refusal of its code, its sentence, the data that explains it and what can still be done. */
export const refusal = <Code extends RefusalCode>(
  code: Code,
  message: string,
  details: RefusalDetails<Code>,
  actions: Action[] = [],
) => ({ code, message, details, actions }) as Refusal;
