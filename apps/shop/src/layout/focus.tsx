import { useEffect } from "react";

/** Marks where the focus goes when its element is removed: a heading, or the current status. */
export const focusHome = { "data-focus-home": true, tabIndex: -1 } as const;

const isLost = () => document.activeElement === null || document.activeElement === document.body;

/** Focuses the newest such place on the page, or in the open dialog; without one, the dialog's title. */
export function moveFocusHome(): void {
  const home = [...document.querySelectorAll<HTMLElement>("[data-focus-home]")].at(-1) ?? document.querySelector("h1");
  home?.focus({ preventScroll: true });
}

/**
 * For dialogs, whose opening button may be gone when they close. If nothing has the focus then, it goes to its marked
 * place, and not to the top of the document.
 */
export function KeepFocus(): null {
  useEffect(
    () => () => {
      // Runs after the dialog has returned the focus, if its previous element still exists.
      window.setTimeout(() => isLost() && moveFocusHome(), focusReturnMs);
    },
    [],
  );
  return null;
}

/** Mantine returns the focus within 10 ms. */
const focusReturnMs = 20;
