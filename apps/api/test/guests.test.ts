import { limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { guestWithOrder, tokenIn } from "./guest.ts";
import { loseAnswers } from "./lose-answers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.fetch = fetch;
  till.world.time = null;
});
afterAll(() => till.stop());

const newItems = async () => [{ productId: await till.addProduct({ stock: 10 }), quantity: 1 }];
const guest = { name: "Ravi Iyer", email: "ravi@example.com" };
const linksOf = (id: number) => till.rows("SELECT * FROM guest_links WHERE order_id = ? ORDER BY number", id);

test("the link of a guest shows and pays their order and does nothing else, and the database has only its hash", async () => {
  const { api, id, token, guestLink } = await guestWithOrder(till);
  expect(guestLink).toBe(`http://till.test/guest?order=${id}#${token}`);
  expect(token).toMatch(/^till_guest_[0-9a-z]{20}_[0-9a-z]{26}$/);
  expect(JSON.stringify(await linksOf(id))).not.toContain(token.slice(-26));

  const other = await guestWithOrder(till);
  expect(await api.orders.get.query({ id })).toMatchObject({
    actions: ["pay", "cancel"],
    customer: { name: "Ravi Iyer" },
  });
  expect(await refusalOf(api.orders.get.query({ id: other.id }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
  expect(await refusalOf(api.orders.pay.mutate({ id: other.id }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
  expect(await refusalOf(api.orders.list.query({}))).toMatchObject({
    code: "FORBIDDEN",
    message: "The link of a guest is for one order: to see, pay or cancel it.",
  });
  const { order } = await api.orders.pay.mutate({ id });
  expect(order).toMatchObject({ status: "PAID", receiptUrl: expect.stringContaining("/receipt") });
  expect(await api.auth.me.query()).toMatchObject({ user: { name: "Ravi Iyer", email: "ravi@example.com" } });
});

test("the story says who placed the order and for whom, and the messages go to the guest", async () => {
  const { api, id, order, staff } = await guestWithOrder(till, { paymentMethod: "COD" });
  expect(order.userId).toMatch(/^guest_/);
  await till.settled();
  const story = await api.orders.timeline.query({ id });
  expect(story[0]).toMatchObject({
    text: "Order placed by the shop for Ravi Iyer: 2 items, ₹100.00, to be paid in cash on delivery.",
    actor: { role: "staff" },
  });
  expect(story.flatMap(({ message }) => message?.recipient ?? [])).toEqual(["ravi@example.com", "+919822222222"]);
  await api.orders.cancel.mutate({ id });
  expect((await api.orders.timeline.query({ id })).find(({ type }) => type === "order.cancelled")).toMatchObject({
    text: "Cancelled by the customer.",
    actor: { role: "customer", id: order.userId },
  });
  expect((await staff.orders.dossier.query({ id })).differences).toEqual([]);
});

test("a program with a staff key orders for a guest, and the story names it", async () => {
  const { key, id: keyId } = await till
    .as(somebody("staff"))
    .apiKeys.create.mutate({ name: "Web shop", role: "staff" });
  const program = till.withToken(key);
  const { id, guestLink } = await program.orders.create.mutate({
    items: await newItems(),
    paymentMethod: "ONLINE",
    customer: guest,
  });
  const [created] = await till.withToken(tokenIn(guestLink)).orders.timeline.query({ id });
  expect(created?.text).toContain("Order placed by the shop's program for Ravi Iyer: 1 item");
  expect(created?.actor).toEqual({ role: "staff", id: keyId });
});

test("staff order for a known customer, who sees and pays the order, and whose limits it counts for", async () => {
  const [user, staff] = [somebody(), till.as(somebody("staff"))];
  const code = await till.addDiscount({ kind: "FIXED", value: 250, max_uses_per_customer: 1 });
  const api = till.as(user);
  await api.orders.create.mutate({ items: await newItems(), paymentMethod: "ONLINE" });
  const input = {
    items: await newItems(),
    paymentMethod: "ONLINE" as const,
    customer: { id: user.id },
    discountCode: code,
  };
  const order = await staff.orders.create.mutate(input);
  expect(order).toMatchObject({ userId: user.id, customer: { name: user.name, email: user.email } });
  expect(order).not.toHaveProperty("guestLink");
  expect((await api.orders.pay.mutate({ id: order.id })).order.status).toBe("PAID");
  expect(await refusalOf(staff.orders.create.mutate(input))).toMatchObject({
    details: { problem: "USED_UP_BY_CUSTOMER" },
  });
  const { differences } = await auditAll(till);
  expect(differences).toEqual([]);
});

test.each([
  [
    "staff who name nobody",
    "staff",
    undefined,
    "customer must say whom the order is for, because staff have no basket of their own: send { id } of a known customer, or { name, email, phone } of a guest.",
  ],
  [
    "a customer who names somebody",
    "customer",
    guest,
    "customer must be left out, because you order for yourself: only staff order for somebody else.",
  ],
  ["a guest without a contact", "staff", { name: "Ravi" }, "customer must be either { id } of a known customer"],
  ["an id and a name", "staff", { id: "usr_1", name: "Ravi" }, "customer must be either { id } of a known customer"],
  ["a wrong address", "staff", { name: "Ravi", email: "ravi" }, "customer.email must be an email address"],
] as const)("%s is refused with a sentence that names the field", async (_case, role, customer, message) => {
  const call = till.as(somebody(role)).orders.create.mutate({
    items: await newItems(),
    paymentMethod: "COD",
    ...(customer && { customer }),
  });
  const refusal = await refusalOf(call);
  expect(refusal).toMatchObject({ code: "VALIDATION_FAILED", status: 400 });
  expect(refusal.message).toContain(message);
});

test("nobody orders for somebody unknown, for staff, or a second time for a guest", async () => {
  const staff = till.as(somebody("staff"));
  const { order } = await guestWithOrder(till);
  await till.rows("INSERT INTO customers (id, role, name) VALUES ('usr_of_staff', 'staff', 'Meera')");
  for (const id of ["usr_unknown", "usr_of_staff", order.userId]) {
    const call = staff.orders.create.mutate({ items: await newItems(), paymentMethod: "COD", customer: { id } });
    expect(await refusalOf(call)).toMatchObject({ code: "CUSTOMER_NOT_FOUND", details: { customerId: id } });
  }
});

test("a repeat gives a further link to the same order, and another request under its key gives none", async () => {
  const { staff, input, id, token } = await guestWithOrder(till, { idempotencyKey: "phone" });
  const again = await staff.orders.create.mutate(input);
  expect(again.id).toBe(id);
  expect(tokenIn(again.guestLink)).not.toBe(token);
  for (const one of [token, tokenIn(again.guestLink)])
    expect(await till.withToken(one).orders.get.query({ id })).toMatchObject({ id });
  const other = staff.orders.create.mutate({ ...input, paymentMethod: "COD" });
  expect(await refusalOf(other)).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  expect(await linksOf(id)).toHaveLength(2);
});

test("a batch whose answer was lost makes one guest, and the link of the answer works", async () => {
  const lost = loseAnswers(till, 1);
  const { api, id } = await guestWithOrder(till);
  expect(lost()).toBe(1);
  expect(await api.orders.get.query({ id })).toMatchObject({ id });
  expect(await linksOf(id)).toHaveLength(1);
});

test("staff make further links, end the others, and the oldest ends beyond the limit", async () => {
  const { staff, id, api, token } = await guestWithOrder(till);
  const link = async (more = {}) => tokenIn((await staff.orders.createGuestLink.mutate({ id, ...more })).guestLink);
  const second = await link();
  expect(await till.withToken(second).orders.get.query({ id })).toMatchObject({ id });
  const third = await link({ revokeOthers: true });
  for (const ended of [token, second])
    expect(await refusalOf(till.withToken(ended).orders.get.query({ id }))).toMatchObject({
      code: "UNAUTHENTICATED",
      details: { problem: "GUEST_LINK_REJECTED" },
    });
  expect(await api.auth.me.query()).toBeNull();
  for (let more = 0; more < limits.guestLinks; more += 1) await link();
  expect(await linksOf(id)).toHaveLength(limits.guestLinks);
  expect(await refusalOf(till.withToken(third).orders.get.query({ id }))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a link ends by the clock of its till after the days that the settings say", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const { api, id } = await guestWithOrder(till);
  till.world.time = new Date("2026-07-30T11:59:59.999Z");
  expect(await api.orders.get.query({ id })).toMatchObject({ id });
  till.world.time = new Date("2026-07-30T12:00:00.000Z");
  expect(await refusalOf(api.orders.get.query({ id }))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("the link of a guest is for its till, and a copy of the till does not take it", async () => {
  const made = await till.as(null).sandbox.tills.create.mutate({});
  const staff = till.withToken(made.people.find(({ role }) => role === "staff")?.token ?? "", made.url);
  const [product] = (await staff.products.list.query({ limit: 1 })).items;
  const items = [{ productId: product?.id ?? 0, quantity: 1 }];
  const { id, guestLink } = await staff.orders.create.mutate({ items, paymentMethod: "ONLINE", customer: guest });
  expect(guestLink).toContain(`${made.url}/guest?order=${id}#till_guest_`);
  const fork = await till.as(null).sandbox.tills.fork.mutate({ id: made.id });
  const at = (url?: string) => till.withToken(tokenIn(guestLink), url).orders.get.query({ id });
  expect(await at(made.url)).toMatchObject({ id });
  for (const url of [fork.url, undefined]) expect(await refusalOf(at(url))).toMatchObject({ code: "UNAUTHENTICATED" });
});
