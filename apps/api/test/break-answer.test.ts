import { expect, test, vi } from "vitest";
import { breakAnswer } from "../src/faults/break-answer.ts";

const answer = () =>
  new Response('{"id":42}', {
    status: 201,
    headers: {
      "Content-Type": "application/json",
      ETag: '"1"',
      Location: "/v1/orders/42",
      "Access-Control-Allow-Origin": "*",
    },
  });

test("a lost answer begins, and its body fails", async () => {
  const lost = await breakAnswer(answer(), { kind: "lost" });
  expect(Object.fromEntries(lost.headers)).toEqual({ "access-control-allow-origin": "*" });
  await expect(lost.text()).rejects.toThrow("The answer is lost");
});

test("a delayed answer is the same, later", async () => {
  vi.useFakeTimers();
  try {
    const arrived = vi.fn<() => void>();
    const delayed = breakAnswer(answer(), { kind: "delay", ms: 8_000 }).then((response) => (arrived(), response));
    await vi.advanceTimersByTimeAsync(7_999);
    expect(arrived).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await (await delayed).json()).toEqual({ id: 42 });
  } finally {
    vi.useRealTimers();
  }
});

test("somebody on the way answers with a page, and nothing of the answer is in it but whom it is for", async () => {
  const fault = { kind: "status", status: 503, headers: { "Retry-After": "1" } } as const;
  const answered = await breakAnswer(answer(), fault);
  expect(answered.status).toBe(503);
  expect(Object.fromEntries(answered.headers)).toEqual({
    "access-control-allow-origin": "*",
    "content-type": "text/html; charset=utf-8",
    "retry-after": "1",
  });
  expect(await answered.text()).not.toContain("42");
});

test("half an answer ends in the middle, with the status of the whole", async () => {
  const half = await breakAnswer(answer(), { kind: "truncate" });
  expect(half.status).toBe(201);
  expect(await half.text()).toBe('{"id');
  const empty = await breakAnswer(new Response(null, { status: 204 }), { kind: "truncate" });
  expect([empty.status, empty.body]).toEqual([204, null]);
});
