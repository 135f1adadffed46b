import { clearLine, cursorTo } from "node:readline";

/** Shows the progress of a run. */
export interface Progress {
  /** The current step. On a terminal it replaces the previous line; elsewhere it is a new line. */
  step(text: string): void;
  /** The done part of a long step, from 0 to 1. Elsewhere than on a terminal, it prints only every tenth. */
  share(text: string, done: number): void;
  /** A line that stays. */
  say(text: string): void;
  /** Clears the progress line. */
  end(): void;
}

const barWidth = 24;

/** Writes to standard error, so that standard output has only the results. */
export function makeProgress(stream = process.stderr): Progress {
  let lastTenth = -1;
  const replace = (line: string) => {
    cursorTo(stream, 0);
    stream.write(line.slice(0, (stream.columns || 80) - 1));
    clearLine(stream, 1);
  };
  const wipe = () => {
    if (!stream.isTTY) return;
    cursorTo(stream, 0);
    clearLine(stream, 0);
  };
  return {
    step(text) {
      lastTenth = -1;
      if (stream.isTTY) replace(text);
      else stream.write(`${text}\n`);
    },
    share(text, done) {
      const tenth = Math.floor(done * 10);
      if (stream.isTTY) replace(`${bar(done)} ${Math.round(done * 100)} %  ${text}`);
      else if (tenth !== lastTenth) stream.write(`${text}: ${tenth * 10} %\n`);
      lastTenth = tenth;
    },
    say(text) {
      wipe();
      stream.write(`${text}\n`);
    },
    end: wipe,
  };
}

const bar = (done: number) => {
  const full = Math.round(Math.min(Math.max(done, 0), 1) * barWidth);
  return `[${"#".repeat(full)}${".".repeat(barWidth - full)}]`;
};
