import { connect } from "./tools.ts";

const url = process.env["TILL_URL"] ?? "http://localhost:8787";

// A visitor may make a till: a shop of its own, with demo products and people.
const visitor = await connect(url);
const till = await visitor.call<{ url: string; people: { id: string; token: string }[] }>("sandbox_tills_create", {
  name: "The till of an agent",
});
await visitor.close();

// The agent shops for Asha.
const asha = till.people.find(({ id }) => id === "usr_asha");
if (asha === undefined) throw new Error("The till has no Asha.");
const agent = await connect(till.url, asha.token);

const tools = await agent.tools();
const named = (name: string) => tools.find((tool) => tool.name === name);
console.log(`orders_pay: ${named("orders_pay")?.title}`);
console.log(`orders_collect: ${named("orders_collect") === undefined ? "not for customers" : "listed"}`);

const { items: products } = await agent.call<{ items: { id: number; name: string }[] }>("products_list", { limit: 1 });
const product = products[0];
if (product === undefined) throw new Error("The till sells nothing.");
const order = await agent.call<{ id: number; status: string }>("orders_create", {
  items: [{ productId: product.id, quantity: 2 }],
  paymentMethod: "ONLINE",
  // If the answer is lost, the same call with the same key places no second order.
  idempotencyKey: crypto.randomUUID(),
});
console.log(`Order #${order.id} of ${product.name}: ${order.status}`);

/** The cards of Asha, in the order in which she likes to use them. */
const cards = ["pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_visa"];

for (const token of cards) {
  const paid = await agent.ask<{ order: { status: string } }>("orders_pay", {
    id: order.id,
    source: { token },
    idempotencyKey: crypto.randomUUID(),
  });
  if (!paid.isRefused) {
    console.log(`Paid: ${paid.output.order.status}`);
    break;
  }
  const { code, message, actions } = paid.refusal;
  console.log(`${code}: ${message} Possible now: ${actions.join(", ")}`);
  // The refusal says whether another card is worth a try.
  if (!actions.includes("pay")) break;
}

// A list comes below `result`. The messages of the order may still be on their way.
const { result: story } = await agent.call<{ result: { type: string; text: string }[] }>("orders_timeline", {
  id: order.id,
});
for (const { type, text } of story) if (!type.startsWith("message.")) console.log(`- ${text}`);
console.log(`The shop: ${till.url}`);
await agent.close();
