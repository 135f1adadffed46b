import { parseArgs } from "node:util";

/** What the examples of the documentation need of curl, for machines that have none. Another option is an error. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: "boolean", short: "s" },
    include: { type: "boolean", short: "i" },
    request: { type: "string", short: "X" },
    header: { type: "string", short: "H", multiple: true },
    data: { type: "string", short: "d" },
  },
});

const [url = ""] = positionals;
const response = await fetch(url, {
  method: values.request ?? (values.data === undefined ? "GET" : "POST"),
  headers: (values.header ?? []).map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }),
  ...(values.data !== undefined && { body: values.data }),
});
const head = [
  `HTTP/1.1 ${response.status} ${response.statusText}`,
  ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
  "",
  "",
];
process.stdout.write(`${values.include ? head.join("\r\n") : ""}${await response.text()}`);
