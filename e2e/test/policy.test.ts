import { expect, test } from "vitest";
import { titled, useShop } from "./shop.ts";

const { open } = useShop();

test("the shop keeps to the policy of its page: nothing that it tries is blocked", async () => {
  const page = await open("/healthz");
  const session = await page.context().newCDPSession(page);
  const issues: unknown[] = [];
  session.on("Audits.issueAdded", ({ issue }) => issues.push(issue));
  await session.send("Audits.enable");
  for (const path of ["/", "/basket", "/checkout", "/orders"]) {
    await page.goto(path);
    await titled(page, /./);
  }
  expect(issues).toEqual([]);
});
