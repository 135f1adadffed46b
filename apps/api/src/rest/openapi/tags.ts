import type { TagObject } from "openapi3-ts/oas31";
import type { appRouter } from "../../router.ts";

type Router = keyof (typeof appRouter)["_def"]["record"];

/** What a reader needs first, in this order: without a token most of the rest answers 401. */
const signInProcedures = ["sandbox.signIn", "sandbox.users", "sandbox.addUser", "auth.me"];

const signInTag: TagObject = { name: "Sign in", description: "Get a token in a sandbox, and see who you are." };

/** The groups of the document: the routers, in the order in which a reader needs them. */
const tagsByRouter: Readonly<Record<Exclude<Router, "auth">, TagObject>> = {
  products: { name: "Products", description: "The catalogue, and its stock with every movement." },
  orders: { name: "Orders", description: "Price a basket, place an order, pay, cancel, refund." },
  customers: { name: "Customers", description: "The people who ordered, what Till holds about them, and its erasure." },
  discounts: { name: "Discounts", description: "Discount codes with their terms." },
  notifications: {
    name: "Messages",
    description: "What is sent to customers. Staff see all of it; customers see their own where the sandbox is on.",
  },
  webhooks: {
    name: "Webhooks",
    description: "Where your server is told what happens to orders, and every attempt to tell it.",
  },
  audit: {
    name: "Audit",
    description: "Whether orders, payments, refunds, stock and discount uses are what the events say.",
  },
  apiKeys: {
    name: "API keys",
    description: "Keys with which programs call Till. Staff make them; each is shown once.",
  },
  sandbox: { name: "Sandbox", description: "Faults to order, and the way back to the demo data. Only where it is on." },
};

const healthTag: TagObject = { name: "Health", description: "For whoever runs Till." };

/** The group of the two routes that are not procedures. */
export const healthTagName = healthTag.name;

export const tags: TagObject[] = [signInTag, ...Object.values(tagsByRouter), healthTag];

/** The group of a procedure. */
export function tagOf(name: string): string {
  if (signInProcedures.includes(name)) return signInTag.name;
  const router = name.slice(0, name.indexOf(".")) as keyof typeof tagsByRouter;
  return tagsByRouter[router].name;
}

const placeOf = (name: string) => tags.findIndex((tag) => tag.name === tagOf(name));

/** Sorts procedures by their groups. Within a group they keep their order, but signing in comes first. */
export const byGroup = ({ name: a }: { name: string }, { name: b }: { name: string }): number =>
  placeOf(a) - placeOf(b) || signInProcedures.indexOf(a) - signInProcedures.indexOf(b);
