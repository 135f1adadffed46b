import type { ClockMove, FaultAct, OrderEvent, WebhookAttempt } from "@till/contracts";
import { expect, test } from "vitest";
import { tellDossier, till } from "../src/index.ts";

const noon = "2026-05-01T12:00:00.000Z";
const at = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000).toISOString();

const told = (time: string, text: string, message: OrderEvent["message"] = null): OrderEvent => ({
  type: message === null ? "order.created" : "message.sent",
  orderId: 1,
  at: time,
  actor: till,
  text,
  payment: null,
  amount: null,
  reason: null,
  message,
});

const message = { channel: "EMAIL", recipient: "asha@example.com" } as const;

const fault = (more: Partial<FaultAct> & { events: number }) => ({
  at: noon,
  fault: "lost_after" as const,
  procedure: "orders.pay",
  requestId: "r",
  status: null,
  delayMs: null,
  wentAt: null,
  ...more,
});

const move = (from: string, to: string, events: number, mode: ClockMove["mode"] = "frozen") => ({
  from,
  to,
  mode,
  events,
});

const attempt = (time: string): WebhookAttempt => ({
  at: time,
  durationMs: 5,
  responseStatus: 200,
  responseBody: null,
  error: null,
  scripted: "release",
});

const nothing = { timeline: [], webhooks: [], faults: [], clockMoves: [] };
const texts = (parts: Partial<Parameters<typeof tellDossier>[0]>) =>
  tellDossier({ ...nothing, ...parts }).map(({ text }) => text);

test("where the clock stands still, what was done on purpose comes after the events that were there, and no later", () => {
  const timeline = [told(noon, "placed"), told(noon, "declined"), told(noon, "email", message), told(at(31), "paid")];
  const webhooks = [{ eventType: "order.created", receiver: "https://a.example", attempts: [attempt(noon)] }] as const;
  const faults = [
    fault({ events: 1 }),
    fault({ events: 1, fault: "truncate" }),
    fault({ events: 2, fault: "delay", delayMs: 5 }),
  ];
  const clockMoves = [move(noon, noon, 1), move(noon, at(31), 2)];
  expect(texts({ timeline, webhooks, faults, clockMoves })).toEqual([
    "placed",
    "The answer to orders.pay was lost on purpose.",
    "Half of the answer to orders.pay was cut off on purpose.",
    "The clock of the till was stopped.",
    "declined",
    "The answer to orders.pay was 5 ms late on purpose.",
    "email",
    "Webhook order.created to https://a.example (release): answer 200 after 5 ms.",
    "The clock of the till was moved ahead by 31 minutes, to 1 May 2026 at 12:31 UTC.",
    "paid",
  ]);
});

test("what falls due while the clock advances comes after the move, and a call after it too", () => {
  const timeline = [told(noon, "placed"), told(at(30), "cancelled")];
  const faults = [fault({ at: at(31), events: 2, fault: "status", status: 503, procedure: "orders.get" })];
  expect(texts({ timeline, faults, clockMoves: [move(noon, at(31), 1, "shifted")] })).toEqual([
    "placed",
    "The clock of the till was moved ahead by 31 minutes, to 1 May 2026 at 12:31 UTC.",
    "cancelled",
    "A call of orders.get was answered with 503 on purpose, and not done.",
  ]);
});

test("a held answer is told twice: when it is held, and when it goes out among the webhooks", () => {
  const timeline = [told(at(0), "paid")];
  const webhooks = [{ eventType: "order.paid", receiver: "https://a.example", attempts: [attempt(at(2))] }];
  expect(
    texts({ timeline, webhooks, faults: [fault({ at: at(1), events: 1, fault: "hold", wentAt: at(3) })] }),
  ).toEqual([
    "paid",
    "The answer to orders.pay was held on purpose.",
    "Webhook order.paid to https://a.example (release): answer 200 after 5 ms.",
    "The held answer to orders.pay went out.",
  ]);
});

test("a call that never came and a clock that follows the real time are told too", () => {
  const faults = [fault({ at: at(1), events: 1, fault: "lost_before" })];
  expect(texts({ timeline: [told(noon, "placed")], faults, clockMoves: [move(at(2), at(3), 1, "real")] })).toEqual([
    "placed",
    "A call of orders.pay was lost on purpose before it reached Till.",
    "The clock of the till follows the real time again.",
  ]);
});
