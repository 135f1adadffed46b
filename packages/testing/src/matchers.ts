import { type Channel, type RefusalCode, type TillClient, isRefusal } from "@till/client";
import { type StoriedOrder, storyInDossier, storyInOrder } from "./story.ts";
import type { TestTill } from "./test-till.ts";

/** What a matcher found. */
interface Verdict {
  pass: boolean;
  message: () => string;
}

/** The matchers for Till. Vitest and Playwright call them with what `expect` was given. */
export const tillMatchers = { toBePaid, toBeRefused, toHaveReceived, toBalance };

/** What `expect` knows about a call of a matcher. */
interface Expectation {
  isNot: boolean;
}

function toBePaid(order: StoriedOrder): Verdict {
  return {
    pass: order.status === "PAID",
    message: () => [`Order #${order.id} is ${order.status}:`, ...storyInOrder(order)].join("\n"),
  };
}

async function toBeRefused(call: Promise<unknown>, ...codes: RefusalCode[]): Promise<Verdict> {
  const wanted = codes.join(" or ") || "any refusal";
  try {
    const value = await call;
    return { pass: false, message: () => `Expected ${wanted}, and it was done: ${JSON.stringify(value)}` };
  } catch (error) {
    const pass = isRefusal(error, ...codes);
    const why = isRefusal(error) ? `${error.data.refusal.code}: ${error.message}` : String(error);
    return { pass, message: () => `Expected ${pass ? "no refusal" : wanted}, and it was refused with ${why}` };
  }
}

/** Waits for a message that matches. With `not`, it looks at what has been sent. */
async function toHaveReceived(
  this: Expectation,
  person: TillClient,
  channel: Channel,
  matching: RegExp,
  options: { timeoutMs?: number } = {},
): Promise<Verdict> {
  const sent = await sentTo(person);
  const found = sent.find((one) => one.channel === channel && fits(one, matching));
  if (found) return { pass: true, message: () => `It was received: ${lineOf(found)}` };
  if (this.isNot) return { pass: false, message: () => "" };
  try {
    const message = await person.inbox.waitFor({ channel, matching, ...options });
    return { pass: true, message: () => `It was received: ${lineOf(message)}` };
  } catch (error) {
    const came = (await sentTo(person)).map((one) => `\n  ${lineOf(one)}`).join("") || " nothing";
    return {
      pass: false,
      message: () => `${error instanceof Error ? error.message : String(error)} What came:${came}`,
    };
  }
}

type Message = Awaited<ReturnType<TillClient["notifications"]["list"]["query"]>>["items"][number];

const sentTo = async (person: TillClient): Promise<Message[]> =>
  (await person.notifications.list.query({ limit: 100 })).items.filter(({ status }) => status === "SENT");

const fits = ({ subject, text }: Message, matching: RegExp) =>
  [subject, text].some((part) => part !== null && part.search(matching) !== -1);

const lineOf = ({ channel, recipient, subject, text }: Message) =>
  `${channel} to ${recipient}: ${[subject, text].filter(Boolean).join(" – ")}`;

async function toBalance(till: TestTill): Promise<Verdict> {
  const differences = await till.audit();
  const orderIds = new Set(differences.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])));
  const stories = await Promise.all([...orderIds].map(async (id) => storyInDossier(await till.dossier(id))));
  const lines = differences.map(
    ({ kind, orderId, subject, expected, found }) =>
      `${kind}${orderId === null ? "" : ` of order #${orderId}`}${subject === null ? "" : ` (${subject})`}: the events say ${expected}, the database has ${found}`,
  );
  return {
    pass: differences.length === 0,
    message: () =>
      differences.length === 0
        ? `The till ${till.url} balances.`
        : [`The till ${till.url} does not balance:`, ...lines, ...stories.flat()].join("\n"),
  };
}
