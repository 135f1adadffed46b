import * as z from "zod";
import { limits } from "./limits.ts";
import { timestampSchema, userIdSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** What a person may do: order and pay for themselves, or serve everybody's orders. */
export const roles = ["customer", "staff"] as const;
export const roleSchema = z
  .enum(roles)
  .meta({ id: "Role", description: "The role of a person: customers order for themselves, staff serve everybody." });
export type Role = z.output<typeof roleSchema>;

/** Who can do something to an order: a person, or Till itself. */
export const actorRoles = [...roles, "system"] as const;

/** A person as the login service knows them: what the claims of a token say, and where messages go. */
export const userSchema = z
  .object({
    id: userIdSchema,
    role: roleSchema,
    name: plainTextSchema(limits.contactLength),
    email: plainTextSchema(limits.contactLength).nullable(),
    phone: plainTextSchema(limits.contactLength).nullable(),
  })
  .meta({ id: "User", description: "A person as the login service knows them." });
export type User = z.output<typeof userSchema>;

export const meSchema = z.object({ user: userSchema }).nullable();

export const signInInput = z.strictObject({
  userId: userIdSchema.describe("One of the demo people, such as `usr_asha`."),
});
export type SignInInput = z.output<typeof signInInput>;

export const addUserInput = z.strictObject({
  role: roleSchema.default("customer"),
  name: plainTextSchema(limits.contactLength).min(1).optional().describe("Their name. By default `New Person`."),
});
export type AddUserInput = z.output<typeof addUserInput>;

/** The demo people that a sandbox can sign in. */
export const demoUsersSchema = z.object({ users: z.array(userSchema) });

/** A signed-in person: the bearer token to send, and when it expires. */
export const sessionSchema = z
  .object({ token: z.string(), user: userSchema, expiresAt: timestampSchema })
  .meta({ id: "Session", description: "A signed-in person: the bearer token to send, and when it expires." });
export type Session = z.output<typeof sessionSchema>;
