import { parseArgs } from "node:util";
import { type Chapter, brokenCode, codeOf, readChapters } from "./chapters.ts";
import { type Verdict, judgeBroken, judgeFailed, judgePassed } from "./judge.ts";
import { type Outcome, type Run, runTests } from "./run-tests.ts";

const usage = `npx pnpm@10 learn            runs every chapter
npx pnpm@10 learn 2          runs chapter 2
npx pnpm@10 learn 2 --break  also breaks the line that the README of chapter 2 names, and shows which test fails`;

/** What is run for a chapter. */
interface Walk {
  readonly chapter: Chapter;
  /** The next chapter, whose test fails on the code of this one. */
  readonly next: Chapter | undefined;
  /** The tests of this chapter and of all before it, on its code. */
  readonly asItIs: Run;
  /** The tests of the next chapter, on the code of this one. */
  readonly withNextTests: Run;
  /** The tests of this chapter and of all before it, on its code with the line broken. */
  readonly broken: Run | null;
}

function walkOf(chapter: Chapter, chapters: readonly Chapter[], breaks: boolean): Walk {
  const { number, folder } = chapter;
  const next = chapters[number];
  const asItIs = { name: folder, tests: chapters.slice(0, number), chapter, code: codeOf(chapter) };
  return {
    chapter,
    next,
    asItIs,
    withNextTests: { ...asItIs, name: `${folder} with the next tests`, tests: next ? [next] : [] },
    broken: breaks ? { ...asItIs, name: `${folder} broken`, code: brokenCode(chapter) } : null,
  };
}

const printOutcome = ({ test, error }: Outcome) =>
  console.log(error === null ? `   ✓ ${test}` : `   ✗ ${test}\n     ${error}`);

const printFailure = (outcomes: readonly Outcome[], name: string) =>
  outcomes.filter(({ test, error }) => test === name && error !== null).forEach(printOutcome);

/** Prints what became of a chapter, and returns what is not as its README says. */
function print({ chapter, next, ...runs }: Walk, outcomesOf: (run: Run) => readonly Outcome[]): Verdict[] {
  const { number, title, folder, breaking } = chapter;
  const own = outcomesOf(runs.asItIs);
  const verdicts = [judgePassed(own)];
  console.log(`\n${number}. ${title}: examples/learn/${folder}`);
  own.filter(({ of, error }) => of === folder || error !== null).forEach(printOutcome);
  if (number > 1) console.log("   and the tests of the chapters before");
  if (next?.failing) {
    const outcomes = outcomesOf(runs.withNextTests);
    console.log(`   A test of chapter ${next.number} fails on this code:`);
    printFailure(outcomes, next.failing.test);
    verdicts.push(judgeFailed(outcomes, next.failing));
  }
  if (runs.broken) {
    const outcomes = outcomesOf(runs.broken);
    console.log(`   Broken: ${breaking.line}`);
    printFailure(outcomes, breaking.test);
    verdicts.push(judgeBroken(outcomes, chapter));
  }
  return verdicts.filter((verdict) => verdict !== null).map((verdict) => `Chapter ${number}: ${verdict}`);
}

/** The chapters with these numbers; all, if there are none. @throws if there is no such chapter. */
function choose(chapters: readonly Chapter[], numbers: readonly string[]): readonly Chapter[] {
  if (numbers.length === 0) return chapters;
  return numbers.map((number) => {
    const chapter = chapters.find((one) => String(one.number) === number);
    if (!chapter) throw new Error(`There is no chapter ${number}. Choose one from 1 to ${chapters.length}.`);
    return chapter;
  });
}

async function learn(numbers: readonly string[], breaks: boolean): Promise<void> {
  const chapters = readChapters();
  const walks = choose(chapters, numbers).map((chapter) => walkOf(chapter, chapters, breaks));
  const runs = walks.flatMap(({ asItIs, withNextTests, broken }) => [
    asItIs,
    withNextTests,
    ...(broken ? [broken] : []),
  ]);
  const outcomes = await runTests(runs);
  const verdicts = walks.flatMap((walk) => print(walk, ({ name }) => outcomes.get(name) ?? []));
  if (verdicts.length > 0) throw new Error(verdicts.join("\n"));
  if (!breaks) console.log("\nNow break the line that a README names. Which test fails?");
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { break: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (values.help) console.log(usage);
  else await learn(positionals, values.break);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
