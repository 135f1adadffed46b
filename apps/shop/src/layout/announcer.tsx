import { VisuallyHidden } from "@mantine/core";
import { create } from "zustand";

const useAnnouncement = create<{ text: string; count: number }>(() => ({ text: "", count: 0 }));

/** Has a screen reader say what has happened, where the page shows it elsewhere than at the focus. */
export const announce = (text: string): void => useAnnouncement.setState(({ count }) => ({ text, count: count + 1 }));

/** The one place that screen readers listen to for it. A repeated text is another element, so that it is said again. */
export function Announcer() {
  const { text, count } = useAnnouncement();
  return (
    <VisuallyHidden role="status" data-announcer>
      <span key={count}>{text}</span>
    </VisuallyHidden>
  );
}
