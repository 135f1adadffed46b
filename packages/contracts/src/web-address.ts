import * as z from "zod";
import { exactTextSchema } from "./text.ts";

/** A web address of some protocols, as it is kept and used. `rule` says what would be right. */
export const webAddressSchema = (protocol: RegExp, maxLength: number, rule: string) => {
  const lineSchema = exactTextSchema(1, maxLength);
  return (
    z
      .url({ protocol, error: rule })
      .max(maxLength, `must have at most ${maxLength} characters`)
      .refine((url) => !/^\w+:\/*[^/?#]*@/.test(url), rule)
      // URL parsers drop such characters, each in its own way.
      .refine((url) => lineSchema.safeParse(url).success, rule)
  );
};
