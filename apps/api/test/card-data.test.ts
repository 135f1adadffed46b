import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuse } from "@till/domain";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { paymentSources } from "@till/contracts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "till-cards-"));
  till = await startTill({ dataDir });
});
afterAll(async () => {
  await till.stop();
  await rm(dataDir, { recursive: true });
});

/** Numbers that could be somebody's: valid, but not in the table of test cards. */
const strangers = ["4111111111111111", "5105105105105100", "378282246310005", "6011111111111117", "4012888888881881"];

test("no card number reaches the log, an answer, or the database, whether it is taken, declined or refused", async () => {
  const logged: string[] = [];
  for (const method of ["log", "error", "warn", "info", "debug"] as const)
    vi.spyOn(console, method).mockImplementation(
      (...values: unknown[]) => void logged.push(values.map(String).join(" ")),
    );
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const numbers = [...strangers, ...paymentSources.flatMap(({ card }) => card?.number ?? [])];
  const answers: string[] = [];
  for (const number of numbers) {
    const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
    const card = { number, expMonth: 12, expYear: 2090, cvc: "987" };
    const spaced = number.replaceAll(/(\d{4})(?=\d)/g, "$1 ");
    for (const input of [
      { id, source: { card } },
      { id, source: { card: { ...card, number: spaced } }, idempotencyKey: crypto.randomUUID() },
      { id, source: { token: number } },
      { id, source: { upi: number } },
      { id, source: { token: `sim:${number}` } },
      { id, source: { card: { ...card, expMonth: 13 } } },
      { id, source: { card, upi: "success@razorpay" } },
    ])
      answers.push(await api.orders.pay.mutate(input).then(JSON.stringify, (error: unknown) => JSON.stringify(error)));
  }
  for (const fault of [
    () => Promise.reject(new Error("Network connection lost.")),
    async () => new Response("{}", { status: 400 }),
  ]) {
    till.world.fetch = fault;
    const card = { number: "4000000000000002", expMonth: 12, expYear: 2090, cvc: "987" };
    answers.push(await api.orders.pay.mutate({ id: 1, source: { card } }).then(JSON.stringify, String));
    till.world.fetch = fetch;
  }
  await till.settled();
  vi.restoreAllMocks();

  const database = await wholeDatabase();
  expect(logged.join()).toContain("[EMAIL MOCK]");
  expect(logged.join()).toContain("A procedure failed.");
  expect(answers.length).toBe(7 * numbers.length + 2);
  for (const place of [logged.join("\n"), answers.join("\n"), database]) {
    // The refusal of a strange card names a test card that would do.
    const digits = place.replaceAll(refuse.testCardRequired().message, "").replaceAll(/[\s-]/g, "");
    expect(numbers.filter((number) => digits.includes(number))).toEqual([]);
    expect(place).not.toContain('"cvc"');
  }
});

/** Every byte that the database has written: its files, the write-ahead log included. */
async function wholeDatabase(): Promise<string> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(contentOf));
  const everything = contents.join("\n");
  // The search would find what is there: the masked card is.
  expect(everything).toContain('"last4":"9995"');
  return everything;
}

/** A file's bytes. The server writes some files under another name first: one that has gone since holds nothing. */
async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
