import { clearLine, cursorTo } from "node:readline";

/** Tells a person how far the run is. */
export interface Progress {
  /** What is being done now. On a terminal it replaces the line before it; elsewhere it is a line of its own. */
  step(text: string): void;
  /** How much of one long step is done, from 0 to 1. Terminals only, elsewhere every tenth. */
  share(text: string, done: number): void;
  /** Something that stays. */
  say(text: string): void;
  /** Leaves the terminal clean. */
  end(): void;
}

const barWidth = 24;

/** Writes to standard error, so that standard output has the results only. */
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
