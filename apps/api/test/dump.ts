/** Something whose database can be asked. */
interface Rows {
  rows(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** All that is in every table of the database, with the tables behind the full-text indexes, as text: a part for each table. */
async function dump(till: Rows): Promise<Map<string, string>> {
  const tables = await till.rows(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
  );
  const parts = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await till.rows(`SELECT * FROM "${String(name)}"`);
    parts.set(String(name), rows.flatMap((row) => Object.values(row).map(toText)).join("\n"));
  }
  return parts;
}

/** Letters of ASCII as they are, whatever is around them. */
const toText = (value: unknown): string =>
  value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : String(value);

/** The tables that hold one of these words, each with the words. Upper and lower case are the same. */
export async function findWords(till: Rows, words: readonly string[]): Promise<Record<string, string[]>> {
  const found = [...(await dump(till))].map(([table, text]): [string, string[]] => {
    const lower = text.toLowerCase();
    return [table, words.filter((word) => lower.includes(word))];
  });
  return Object.fromEntries(found.filter(([, ofTable]) => ofTable.length > 0));
}
