import type { IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { webhookPayloadSchema } from "@till/contracts";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { attacks } from "../../src/verify/webhooks/attacks.ts";
import { stateReader, wrongEffects } from "../../src/verify/webhooks/effects.ts";
import { sampleStory } from "../../src/verify/webhooks/sample-order.ts";
import { type VerifyWebhooksOptions, verifyWebhooks } from "../../src/verify/webhooks/verify-webhooks.ts";
import { type Parts, correct, secret, shopServer } from "./hook-server.ts";
import { serve } from "./serve.ts";

const quick = { secret, timeoutMs: 10_000, pauseMs: 20, waitMs: 100, settleMs: 20 };

/** What does not hold at a server with a bug. */
async function missedWith(bug: Partial<Parts>, options: Partial<VerifyWebhooksOptions> = {}) {
  const { url, stateUrl } = await shopServer(bug);
  const findings = await verifyWebhooks({ ...quick, url, readState: stateReader(stateUrl), ...options });
  return findings.filter(({ held }) => held !== true).map(({ id }) => id);
}

/** Reads the claims of a webhook as if it were valid. */
const believe = (body: string) => JSON.parse(body) as unknown;

/** Verifies the signature at the time that the webhook says. */
const ageless = (body: string, headers: Record<string, string>) => {
  const id = headers["webhook-id"] ?? "";
  const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  const signatures = headers["webhook-signature"]?.split(" ") ?? [];
  if (!signatures.includes(new Webhook(secret).sign(id, at, body))) correct.verify("", headers);
  return JSON.parse(body) as unknown;
};

/** The servers with a planted bug, and what each of them misses. */
const planted: Record<string, { bug: Partial<Parts>; missed: string[] }> = {
  "does not check the signature": {
    bug: { verify: believe },
    missed: ["wrong-signature", "changed-body", "old-timestamp"],
  },
  "takes any age": { bug: { verify: ageless }, missed: ["old-timestamp"] },
  "answers 500 to a wrong signature": {
    bug: {
      verify: (body, headers) => {
        try {
          return correct.verify(body, headers);
        } catch {
          throw new Error("not caught");
        }
      },
    },
    missed: ["wrong-signature", "changed-body", "old-timestamp"],
  },
  "takes one signature only": {
    bug: {
      verify: (body, headers) =>
        correct.verify(body, { ...headers, "webhook-signature": headers["webhook-signature"]?.split(" ")[0] ?? "" }),
    },
    missed: ["two-signatures"],
  },
  "drops no repeats": { bug: { isNew: async () => true }, missed: ["twice-at-once", "twice-apart"] },
  "looks first and writes later": {
    bug: {
      async isNew({ ids }, headers) {
        const id = headers["webhook-id"] ?? "";
        if (ids.has(id)) return false;
        await pause(30);
        ids.add(id);
        return true;
      },
    },
    missed: ["twice-at-once"],
  },
  "knows repeats by their signature": {
    bug: {
      isNew: (kept, headers, body) => correct.isNew(kept, { "webhook-id": headers["webhook-signature"] ?? "" }, body),
    },
    missed: ["twice-apart"],
  },
  "knows an order by its first event": {
    bug: {
      async handle(kept, payload) {
        if (payload.type !== "order.paid" || kept.orders.has(payload.data.order.id))
          await correct.handle(kept, payload);
        else throw new Error("no such order");
      },
    },
    missed: ["out-of-order"],
  },
  "believes the last event that came": {
    bug: {
      handle: (kept, payload) => correct.handle(kept, { ...payload, timestamp: new Date().toISOString() }),
    },
    missed: ["out-of-order"],
  },
  "answers 500 to an unknown type": {
    bug: {
      async handle(kept, payload) {
        if (!webhookPayloadSchema.shape.type.safeParse(payload.type).success) throw new Error("unknown");
        await correct.handle(kept, payload);
      },
    },
    missed: ["unknown-type"],
  },
  "does for every event what it does for order.paid": {
    bug: { handle: (kept, payload) => correct.handle(kept, { ...payload, type: "order.paid" }) },
    missed: attacks.map(({ id }) => id),
  },
  "refuses fields that it does not know": {
    bug: {
      async handle(kept, payload) {
        await correct.handle(kept, webhookPayloadSchema.strict().parse(payload));
      },
    },
    missed: ["unknown-type", "new-fields"],
  },
  "decodes each piece of the body": {
    bug: {
      async read(request: IncomingMessage) {
        let body = "";
        for await (const piece of request) body += String(piece);
        return body;
      },
    },
    missed: ["in-pieces"],
  },
  "answers, and does nothing": {
    bug: { handle: async () => {} },
    missed: [
      "valid",
      "two-signatures",
      "in-pieces",
      "twice-at-once",
      "twice-apart",
      "out-of-order",
      "new-fields",
      "ten-at-once",
    ],
  },
};

test.each(Object.entries(planted))(
  "a server that %s is found out, and nothing else of it",
  async (_name, { bug, missed }) => {
    expect(await missedWith(bug)).toEqual(missed);
  },
);

test("a correct server holds in everything", async () => {
  expect(await missedWith({})).toEqual([]);
});

test("a server that answers too late is found out", async () => {
  const { url } = await shopServer({ answer: () => new Promise(() => {}) });
  const [valid] = await verifyWebhooks({ ...quick, timeoutMs: 30, url });
  expect(valid).toMatchObject({ held: false, found: "Did not answer within 0.03 seconds (2 times), instead of 2xx." });
});

test("a server that hangs when many webhooks come together is found out", async () => {
  let atWork = 0;
  const hangs: Partial<Parts> = {
    async handle(kept, payload) {
      atWork += 1;
      if (atWork > 4) await new Promise(() => {});
      await pause(20);
      await correct.handle(kept, payload);
      atWork -= 1;
    },
  };
  expect(await missedWith(hangs, { timeoutMs: 500 })).toEqual(["ten-at-once"]);
});

test("a server that works after its answer, and says 503 when it is busy, holds in everything", async () => {
  let atWork = 0;
  const missed = await missedWith(
    {
      admit: () => (atWork += 1) <= 4,
      handle: async (kept, payload) => void pause(20).then(() => correct.handle(kept, payload)),
      async answer(response, status) {
        await pause(5);
        atWork -= 1;
        await correct.answer(response, status);
      },
    },
    { waitMs: 10_000 },
  );
  expect(missed).toEqual([]);
});

test("without a state URL, effects are not judged", async () => {
  const { url } = await shopServer({ isNew: async () => true });
  const findings = await verifyWebhooks({ ...quick, url });
  expect(findings.filter(({ held }) => held === null).map(({ id }) => id)).toEqual([
    "twice-at-once",
    "twice-apart",
    "out-of-order",
  ]);
  expect(findings.filter(({ held }) => held === false)).toEqual([]);
});

test("a server with another secret does not accept the valid webhook, and no refusal counts for it", async () => {
  const { url } = await shopServer();
  const other = `whsec_${Buffer.from("some other secret of a shop").toString("base64")}`;
  const [valid, ...others] = await verifyWebhooks({ ...quick, secret: other, url });
  expect(valid).toMatchObject({ id: "valid", held: false, found: "Answered 400 (2 times), instead of 2xx." });
  expect(new Set(others.map(({ held }) => held))).toEqual(new Set([null]));
});

/** A server whose count is one of these at each look, and the last one from then on. */
const countsOf = (counts: number[]) => async () => ({
  count: counts.length > 1 ? (counts.shift() ?? 0) : (counts[0] ?? 0),
});

test("an effect may come late, and a second one that follows is found", async () => {
  const wanted = [{ orderId: 42, count: 1 }];
  const patience = { waitMs: 10_000, settleMs: 1 };
  expect(await wrongEffects(countsOf([0, 0, 1]), wanted, patience)).toEqual(new Map());
  const twice = await wrongEffects(countsOf([0, 1, 2]), wanted, patience);
  expect(twice).toEqual(new Map([[42, "the effect was there twice instead of once"]]));
});

test("the webhooks are those of the contract, with nothing more and nothing less", () => {
  const { created, failed, paid } = sampleStory(42, new Date());
  for (const payload of [created, failed, paid])
    expect(webhookPayloadSchema.parse(JSON.parse(payload))).toEqual(JSON.parse(payload));
});

test("a server that is not there, and a state URL that says something else, are each one sentence", async () => {
  const { url } = await shopServer();
  const gone = verifyWebhooks({ ...quick, url: new URL("http://127.0.0.1:1/hooks") });
  await expect(gone).rejects.toThrow(
    "Nothing listens at http://127.0.0.1:1/hooks. Start your server, and run this again.",
  );
  const wrong = new URL(await serve((_request, response) => response.end("3 orders")));
  await expect(verifyWebhooks({ ...quick, url, readState: stateReader(wrong) })).rejects.toThrow(
    /must answer 200 and JSON such as \{ "count": 0 \}.* It answered 200 3 orders$/,
  );
  const always = new URL(await serve((_request, response) => response.end('{ "count": 7 }')));
  await expect(verifyWebhooks({ ...quick, url, readState: stateReader(always) })).rejects.toThrow(
    /^The --state-url says 7 for order \d+, before there was a webhook for it\.$/,
  );
});
