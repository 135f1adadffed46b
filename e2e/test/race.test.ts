import { createTillClient } from "@till/client";
import { expect, onTestFinished, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import type { Visit } from "../src/visit.ts";
import { heading, says, titled, useShop } from "./shop.ts";

const shop = useShop();

/** A page of a sandbox of one's own, with Meera of the staff signed in. */
async function openInOwnTill(path: string, visit: Visit) {
  const shared = createTillClient({ url: shop.till.url });
  const { id } = await shared.sandbox.tills.create.mutate({});
  onTestFinished(async () => void (await shared.sandbox.tills.delete.mutate({ id })));
  const page = await shop.open(`/t/${id}${path}`, visit);
  await page.getByRole("button", { name: "Meera Nair, staff" }).click();
  return page;
}

test.for([
  ["light", "wide"],
  ["dark", "phone"],
] as const)("a race shows who won, who lost and why, and that the rules hold, %s and %s", async (look) => {
  const [colorScheme, device] = look;
  const page = await openInOwnTill("/counter/race", { colorScheme, device });
  await titled(page, "Race lab");
  const tab = await page.getByRole("link", { name: "Race lab" }).boundingBox();
  expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  const rows = page.getByRole("table", { name: "Rounds" }).getByRole("row");
  const run = async (race: string, rounds: string) => {
    await page.getByRole("combobox", { name: "Race" }).click();
    await page.getByRole("option", { name: race }).click();
    if (rounds !== "") await page.getByRole("textbox", { name: "Rounds" }).fill(rounds);
    await page.getByRole("button", { name: "Run" }).click();
  };

  await run("64 payers", "2");
  await says(page, "2 rounds: every rule holds");
  expect(await rows.count()).toBe(3);
  const told = (await rows.nth(1).innerText()).replaceAll(/\s+/g, " ");
  expect(told).toBe("#1 Asha Rao pays Asha Rao pays (63 times) Order #1 is already paid.");
  expect(await page.getByRole("table", { name: "Rules" }).getByText("Holds").count()).toBe(4);

  await run("Pay against expiry", "3");
  await says(page, "3 rounds: every rule holds");
  expect(await rows.count()).toBe(4);
  for (const row of (await rows.all()).slice(1)) {
    const [, won = "", lost = ""] = await row.getByRole("cell").allInnerTexts();
    if (won === "Till cancels the expired order") expect(lost).toContain("Asha Rao pays (2 times)");
    else {
      expect(won).toBe("Asha Rao pays");
      expect(lost).toContain("Till cancels the expired order");
    }
  }
  expect(await findBarriers(page)).toEqual([]);

  // An order that is there already races once: nobody wins the one that was paid.
  await page.getByRole("textbox", { name: "Order number" }).fill("1");
  await run("Pay against cancel", "");
  await says(page, "1 round: every rule holds");
  expect((await rows.nth(1).getByRole("cell").allInnerTexts())[1]).toBe("Nobody");
});

test("the sandbox that everybody shares has no races", async () => {
  const { session } = await shop.staff();
  const page = await shop.open("/counter/race", { session });
  await heading(page, "Only in a sandbox of your own");
  expect(await page.getByRole("link", { name: "Race lab" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Run" }).count()).toBe(0);
});
