import type { Finding } from "../finding.ts";
import { type Attack, type Attacked, attacks } from "./attacks.ts";
import { type Target, createBench } from "./bench.ts";
import { type Patience, wrongEffects } from "./effects.ts";
import type { Answer } from "./post.ts";

export interface VerifyWebhooksOptions extends Target, Patience {}

/**
 * Attacks a server that receives webhooks, and tells what held. It sends about 50 requests.
 *
 * @throws Error a sentence that says what to do, if the server or its state can't be reached.
 */
export async function verifyWebhooks(options: VerifyWebhooksOptions): Promise<Finding[]> {
  const bench = createBench(options);
  const made: Made[] = [];
  for (const attack of attacks) {
    // A server that does not accept what is valid refuses the rest, too, and that would say nothing.
    if (made[0] && !made[0].attacked?.answers.every(isAccepted)) made.push({ attack, attacked: null });
    else made.push({ attack, attacked: await attack.run(bench) });
  }
  const effects = made.flatMap(({ attacked }) => attacked?.effects ?? []);
  const wrong = options.readState && (await wrongEffects(options.readState, effects, options));
  return made.map((one) => judge(one, wrong));
}

/** An attack, and what came of it if it was made. */
interface Made {
  readonly attack: Attack;
  readonly attacked: Attacked | null;
}

const isAccepted = ({ status }: Answer): boolean => status !== null && status >= 200 && status < 300;
const isRefused = ({ status }: Answer): boolean => status !== null && status >= 400 && status < 500;

/** Judges an attack. `wrong` is what is wrong with the effects on each order; undefined if the server can't be asked. */
function judge({ attack, attacked }: Made, wrong: ReadonlyMap<number, string> | undefined): Finding {
  const { run: _run, wanted, isAboutEffect = false, ...check } = attack;
  if (attacked === null) return { ...check, held: null, found: "Not tried: a valid webhook has to be accepted first." };
  const told = tellAnswers(attacked.answers);
  const [isAsWanted, statuses] = wanted === "accepted" ? [isAccepted, "2xx"] : [isRefused, "4xx"];
  if (!attacked.answers.every(isAsWanted)) return { ...check, held: false, found: `${told}, instead of ${statuses}.` };
  const misses = new Set(attacked.effects.flatMap(({ orderId }) => wrong?.get(orderId) ?? []));
  if (misses.size > 0) return { ...check, held: false, found: `${told}. But ${[...misses].join(", and ")}.` };
  if (wrong === undefined && isAboutEffect)
    return { ...check, held: null, found: `${told}. The effect can't be seen without --state-url.` };
  return { ...check, held: true, found: `${told}.` };
}

/** `Answered 204`, `Answered 204, 10 times`, `Answered 204; answered 500`. */
function tellAnswers(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { status, error } of answers) {
    const told = status === null ? `${error}` : `answered ${status}`;
    counts.set(told, (counts.get(told) ?? 0) + 1);
  }
  const text = [...counts].map(([told, count]) => (count === 1 ? told : `${told} (${count} times)`)).join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
