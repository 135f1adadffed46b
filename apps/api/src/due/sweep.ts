import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { kinds } from "./kinds.ts";

/**
 * The work of the cron trigger: everything that is due, including work that was lost after a response or in the queue.
 * First it does the work that waits for no other server. Then all work that waits for other people's servers runs at
 * once.
 */
export async function sweep(work: Work): Promise<void> {
  const all = Object.entries(kinds);
  const faults: unknown[] = [];
  /** A fault in one kind of work must not stop the others. */
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
