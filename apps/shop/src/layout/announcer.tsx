import { VisuallyHidden } from "@mantine/core";
import { create } from "zustand";

const useAnnouncement = create<{ text: string; count: number }>(() => ({ text: "", count: 0 }));

/** Announces something to screen readers when it shows on the page away from the focus. */
export const announce = (text: string): void => useAnnouncement.setState(({ count }) => ({ text, count: count + 1 }));

/** The live region for announcements. A repeated text gets a new element, so that it is read again. */
export function Announcer() {
  const { text, count } = useAnnouncement();
  return (
    <VisuallyHidden role="status" data-announcer>
      <span key={count}>{text}</span>
    </VisuallyHidden>
  );
}
