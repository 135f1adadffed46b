import { stripVTControlCharacters } from "node:util";

export type WorkerOutput = {
  onLine: (line: string) => void;
  /** From now on, lines are printed. Those held so far are of no interest. */
  open: () => void;
  /** Prints the lines held so far, since something went wrong. */
  confess: () => void;
};

const KEPT_LINES = 40;

/** What wrangler says about itself, about the requests that `dev` makes, or about the files of the shop. */
const CHATTER = [
  /^\[wrangler:info\] (Ready on|QUEUE) /,
  /^\[wrangler:info\] GET \/(healthz|trpc\/sandbox\.users|cdn-cgi\/handler\/scheduled)\b/,
  /^\[wrangler:info\] GET \/(assets\/|favicon\.svg|color-scheme\.js)/,
  /^Using secrets defined in /,
  /^⎔ Connection status updated/,
];
const BINDINGS = /^Your Worker has access to the following bindings:/;
const ERROR = /^(✘ |\[wrangler:error\] )/;

/**
 * Decides which lines of `wrangler dev` a person gets to see: none until the Worker is ready, unless there is
 * an error, from which on all; then what the Worker logs, requests and errors, without wrangler's chatter.
 */
export function createWorkerOutput(print: (line: string) => void, hasColors: boolean): WorkerOutput {
  const held: string[] = [];
  let isOpen = false;
  let isInTable = false;
  let wasBlank = true;

  const show = (line: string): void => {
    const plain = stripVTControlCharacters(line);
    const isBlank = plain.trim() === "";
    if (isInTable || BINDINGS.test(plain)) isInTable = !isBlank;
    else if (!CHATTER.some((pattern) => pattern.test(plain)) && !(isBlank && wasBlank)) {
      print((hasColors ? line : plain).replace("[wrangler:info] ", "").replace("[wrangler:error] ", ""));
      wasBlank = isBlank;
    }
  };

  return {
    onLine(line) {
      isOpen ||= ERROR.test(stripVTControlCharacters(line));
      if (isOpen) return show(line);
      held.push(line);
      if (held.length > KEPT_LINES) held.shift();
    },
    open() {
      isOpen = true;
      held.length = 0;
    },
    confess() {
      isOpen = true;
      for (const line of held.splice(0)) show(line);
    },
  };
}
