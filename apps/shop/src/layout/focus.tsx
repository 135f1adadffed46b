import { useEffect } from "react";

/** Where the focus goes when the element that had it is gone: a heading, or what says how things stand now. */
export const focusHome = { "data-focus-home": true, tabIndex: -1 } as const;

const isLost = () => document.activeElement === null || document.activeElement === document.body;

/** Puts the focus on the newest home on the page, which is that of a dialog where one is open; without one, on its title. */
export function moveFocusHome(): void {
  const home = [...document.querySelectorAll<HTMLElement>("[data-focus-home]")].at(-1) ?? document.querySelector("h1");
  home?.focus({ preventScroll: true });
}

/**
 * Goes into what may take the focus away with it: a dialog, whose button may be gone by the time it closes. A focus that
 * nobody has then goes home, instead of to the top of the document.
 */
export function KeepFocus(): null {
  useEffect(
    () => () => {
      // After the dialog has given the focus back, if what had it before is still there.
      window.setTimeout(() => isLost() && moveFocusHome(), focusReturnMs);
    },
    [],
  );
  return null;
}

/** Mantine gives the focus back within 10 ms. */
const focusReturnMs = 20;
