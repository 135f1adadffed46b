import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { kinds } from "./kinds.ts";

/**
 * What the cron trigger does: all that is due. It is the net under everything that is done after a response or by the
 * queue. First comes what waits for nobody, then, all at once, what waits for other people's servers.
 */
export async function sweep(work: Work): Promise<void> {
  const all = Object.entries(kinds);
  const faults: unknown[] = [];
  /** A fault in one kind of work must not keep the others from being done. */
  const attempt = async ([name, kind]: (typeof all)[number]) => {
    try {
      await kind.doDue(work);
    } catch (error) {
      log.error("A sweep could not finish one kind of its work.", { work: name, error });
      faults.push(error);
    }
  };
  const isSlow = ([, kind]: (typeof all)[number]) => kind.waitsForOthers(work);
  for (const each of all) if (!isSlow(each)) await attempt(each);
  await Promise.all(all.filter(isSlow).map(attempt));
  if (faults.length > 0) throw new AggregateError(faults, "A sweep could not finish.");
}
