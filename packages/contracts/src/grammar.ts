/** A rule of a grammar. A grammar of these is regular: no rule leads back to itself. */
export type Rule =
  /** A text as it stands. */
  | string
  /** The rule of this name. */
  | { readonly rule: string }
  /** Parts in a row. */
  | { readonly all: readonly Rule[] }
  /** One of some. */
  | { readonly one: readonly Rule[] }
  /** A part that may be left out. */
  | { readonly maybe: Rule }
  /** A part that may come so many times. */
  | { readonly again: Rule; readonly atMost: number }
  /** A number or the like: what it is in words, the pattern of its text, and a sample. */
  | { readonly what: string; readonly pattern: string; readonly sample: string };

export type Grammar = Readonly<Record<string, Rule>>;

function ruleOf(grammar: Grammar, name: string): Rule {
  const rule = grammar[name];
  if (rule === undefined) throw new Error(`The grammar has no rule ${name}.`);
  return rule;
}

const escape = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/**
 * The pattern of all texts of a rule, for a regular expression. The rules that are named in `captured` are groups of it,
 * by their names; each of them may occur once.
 */
export function patternOf(grammar: Grammar, rule: Rule, captured: readonly string[] = []): string {
  const of = (inner: Rule) => patternOf(grammar, inner, captured);
  if (typeof rule === "string") return escape(rule);
  if ("rule" in rule) {
    const inner = of(ruleOf(grammar, rule.rule));
    return captured.includes(rule.rule) ? `(?<${rule.rule}>${inner})` : `(?:${inner})`;
  }
  if ("all" in rule) return rule.all.map(of).join("");
  if ("one" in rule) return `(?:${rule.one.map(of).join("|")})`;
  if ("maybe" in rule) return `(?:${of(rule.maybe)})?`;
  if ("again" in rule) return `(?:${of(rule.again)}){0,${rule.atMost}}`;
  return `(?:${rule.pattern})`;
}

/** How much of a text a rule can begin with, and what it can go on with there. */
export interface Reading {
  readonly read: string;
  readonly next: readonly string[];
  /** Whether the text could end there. */
  readonly mayEnd: boolean;
}

/** Reads a text by a rule as far as it goes: for texts that are not of the rule, to say where they leave it. */
export function readAsFarAs(grammar: Grammar, rule: Rule, text: string): Reading {
  let farthest = 0;
  let next = new Set<string>();
  const miss = (at: number, wanted: string) => {
    if (at > farthest) [farthest, next] = [at, new Set()];
    if (at === farthest) next.add(wanted);
  };
  const ends = endsOf(grammar, rule, { text, from: 0, miss });
  return { read: text.slice(0, farthest), next: [...next], mayEnd: ends.includes(farthest) };
}

interface Reader {
  readonly text: string;
  readonly from: number;
  /** Is told what was wanted at a place where there is something else. */
  readonly miss: (at: number, wanted: string) => void;
}

/** Where the texts of a rule that begin here can end. */
function endsOf(grammar: Grammar, rule: Rule, reader: Reader): number[] {
  const { text, from, miss } = reader;
  const of = (inner: Rule, at: number) => endsOf(grammar, inner, { ...reader, from: at });
  if (typeof rule === "string") {
    if (text.startsWith(rule, from)) return [from + rule.length];
    miss(from, rule);
    return [];
  }
  if ("rule" in rule) return of(ruleOf(grammar, rule.rule), from);
  if ("one" in rule) return rule.one.flatMap((choice) => of(choice, from));
  if ("maybe" in rule) return [from, ...of(rule.maybe, from)];
  if ("all" in rule)
    return rule.all.reduce<number[]>((ends, part) => [...new Set(ends.flatMap((end) => of(part, end)))], [from]);
  if ("again" in rule) return of({ all: Array.from({ length: rule.atMost }, () => ({ maybe: rule.again })) }, from);
  const found = new RegExp(`^(?:${rule.pattern})`).exec(text.slice(from));
  if (found) return [from + found[0].length];
  miss(from, rule.what);
  return [];
}

/** A grammar as it is written in documents: EBNF (ISO/IEC 14977), a line a rule. */
export const toEbnf = (grammar: Grammar): string =>
  Object.entries(grammar)
    .map(([name, rule]) => `${name} = ${ebnfOf(rule)} ;`)
    .join("\n");

function ebnfOf(rule: Rule): string {
  if (typeof rule === "string") return `"${rule}"`;
  if ("rule" in rule) return rule.rule;
  if ("all" in rule)
    return rule.all.map((part) => ("one" in Object(part) ? `( ${ebnfOf(part)} )` : ebnfOf(part))).join(", ");
  if ("one" in rule) return rule.one.map(ebnfOf).join(" | ");
  if ("maybe" in rule) return `[ ${ebnfOf(rule.maybe)} ]`;
  if ("again" in rule) return `${rule.atMost} * [ ${ebnfOf(rule.again)} ]`;
  return `? ${rule.what} ?`;
}

/** Every text of a rule that is made of so many texts and samples at most, each once. */
export function sentencesOf(grammar: Grammar, rule: Rule, atMost: number): string[] {
  return [...new Set(write(grammar, rule, atMost).map(({ text }) => text))];
}

interface Sentence {
  readonly text: string;
  readonly length: number;
}

const nothing: Sentence = { text: "", length: 0 };

function write(grammar: Grammar, rule: Rule, atMost: number): Sentence[] {
  if (typeof rule === "string") return atMost < 1 ? [] : [{ text: rule, length: 1 }];
  if ("rule" in rule) return write(grammar, ruleOf(grammar, rule.rule), atMost);
  if ("one" in rule) return rule.one.flatMap((choice) => write(grammar, choice, atMost));
  if ("maybe" in rule) return [nothing, ...write(grammar, rule.maybe, atMost)];
  if ("all" in rule) return writeAll(grammar, rule.all, atMost);
  if ("again" in rule)
    return writeAll(
      grammar,
      Array.from({ length: Math.min(rule.atMost, atMost) }, () => ({ maybe: rule.again })),
      atMost,
    );
  return atMost < 1 ? [] : [{ text: rule.sample, length: 1 }];
}

const writeAll = (grammar: Grammar, parts: readonly Rule[], atMost: number): Sentence[] =>
  parts.reduce<Sentence[]>(
    (begun, part) =>
      begun.flatMap((before) =>
        write(grammar, part, atMost - before.length).map(({ text, length }) => ({
          text: before.text + text,
          length: before.length + length,
        })),
      ),
    [nothing],
  );
