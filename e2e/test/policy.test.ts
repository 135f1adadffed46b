import { expect, test } from "vitest";
import { titled, useShop } from "./shop.ts";

const { open, staff } = useShop();

/** The pages of the shop. The last ones are for staff. */
const paths = [
  "/",
  "/basket",
  "/checkout",
  "/orders",
  "/counter",
  "/counter/orders",
  "/counter/orders/new",
  "/counter/webhooks",
  "/counter/deliveries",
  "/counter/outbox",
  "/counter/audit",
  "/counter/race",
  "/inbox",
];

test("the shop follows its own content policy: the browser blocks nothing", async () => {
  const { session: visit } = await staff();
  const page = await open("/healthz", { session: visit });
  const session = await page.context().newCDPSession(page);
  const issues: unknown[] = [];
  session.on("Audits.issueAdded", ({ issue }) => issues.push(issue));
  await session.send("Audits.enable");
  for (const path of paths) {
    await page.goto(path);
    await titled(page, /./);
  }
  expect(issues).toEqual([]);
});
