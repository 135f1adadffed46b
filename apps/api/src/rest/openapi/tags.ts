import type { TagObject } from "openapi3-ts/oas31";
import type { appRouter } from "../../router.ts";

/** The groups of the document: the routers, in the order in which a reader needs them. */
const tagsByRouter: Readonly<Record<keyof (typeof appRouter)["_def"]["record"], TagObject>> = {
  sandbox: {
    name: "Sandbox",
    description: "Demo people to sign in as, and chaos to order. Only where the sandbox is on.",
  },
  products: { name: "Products", description: "The catalogue." },
  orders: { name: "Orders", description: "Price a basket, place an order, pay, cancel, refund." },
  notifications: {
    name: "Messages",
    description: "The inbox: what is sent to customers. Only where the sandbox is on.",
  },
  webhooks: {
    name: "Webhooks",
    description: "Where your server is told of what happens to orders, and each attempt to.",
  },
  apiKeys: { name: "API keys", description: "With which programs call Till. Made by staff, shown once." },
  auth: { name: "People", description: "Who you are." },
};

const healthTag: TagObject = { name: "Health", description: "For whoever runs Till." };

/** The group of the two routes that are no procedures. */
export const healthTagName = healthTag.name;

export const tags: TagObject[] = [...Object.values(tagsByRouter), healthTag];

/** The group of a procedure. */
export function tagOf(name: string): string {
  const router = name.slice(0, name.indexOf(".")) as keyof typeof tagsByRouter;
  return tagsByRouter[router].name;
}
