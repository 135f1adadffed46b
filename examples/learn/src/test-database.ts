import { type Database, NoAnswer } from "./database.ts";

/** A database that does something around each request. `nth` counts the requests from 1. */
function around(db: Database, guard: <Of>(nth: number, request: () => Promise<Of>) => Promise<Of>): Database {
  let requests = 0;
  return {
    query: <Row>(...asked: Parameters<Database["query"]>) => guard((requests += 1), () => db.query<Row>(...asked)),
    batch: <Row>(...asked: Parameters<Database["batch"]>) => guard((requests += 1), () => db.batch<Row>(...asked)),
  };
}

/** The database as a Worker sees it that dies after so many requests. */
export const diesAfter = (db: Database, requests: number): Database =>
  around(db, (nth, request) => (nth > requests ? Promise.reject(new Error("The Worker died.")) : request()));

/** A database that does what it is asked, but whose first answers get lost. */
export const losesAnswers = (db: Database, answers: number): Database =>
  around(db, async (nth, request) => {
    const answer = await request();
    if (nth <= answers) throw new NoAnswer("The database gave no answer.");
    return answer;
  });

/**
 * The database for so many callers at once. The answer to the first request of each reaches it only when all have
 * theirs. So each decides by what it reads before another writes, at every run.
 */
export function startTogether(db: Database, callers: number): Database[] {
  const { promise: allAnswered, resolve } = Promise.withResolvers<void>();
  let answered = 0;
  return Array.from({ length: callers }, () =>
    around(db, async (nth, request) => {
      const answer = await request();
      if (nth > 1) return answer;
      answered += 1;
      if (answered === callers) resolve();
      await allAnswered;
      return answer;
    }),
  );
}
