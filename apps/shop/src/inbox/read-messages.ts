import type { Notification } from "@till/contracts";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { useUser } from "../session/session.ts";
import { storageKeyOf } from "../till-of-page.ts";

/** The messages that each person has read in this browser, newest mark last. */
const marksSchema = z.object({ marks: z.record(z.string(), z.array(z.string())) });
type Marks = z.output<typeof marksSchema>;

/** The most marks kept for each person. */
const maxMarks = 1_000;

const storageKey = storageKeyOf("till-read-messages");

const useMarks = create<Marks>()(
  persist((): Marks => ({ marks: {} }), {
    name: storageKey,
    merge: (kept, fresh) => marksSchema.safeParse(kept).data ?? fresh,
  }),
);

// Another tab marked messages as read.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useMarks.persist.rehydrate();
});

type Marked = Pick<Notification, "id" | "createdAt">;

/** Includes the time, because a sandbox reset restarts the ids. */
const markOf = ({ id, createdAt }: Marked) => `${id}@${createdAt}`;

const none: readonly string[] = [];

/** Tells whether the person has read a message, and marks messages as read. */
export function useReadMessages() {
  const userId = useUser()?.id ?? "";
  const read = new Set(useMarks(({ marks }) => marks[userId] ?? none));
  return {
    isRead: (message: Marked) => read.has(markOf(message)),
    markRead: (messages: readonly Marked[]) => markRead(userId, messages),
  };
}

function markRead(userId: string, messages: readonly Marked[]): void {
  useMarks.setState(({ marks }) => {
    const before = marks[userId] ?? [];
    const fresh = messages.map(markOf).filter((mark) => !before.includes(mark));
    if (fresh.length === 0) return { marks };
    return { marks: { ...marks, [userId]: [...before, ...fresh].slice(-maxMarks) } };
  });
}
