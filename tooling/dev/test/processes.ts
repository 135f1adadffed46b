import { execFile } from "node:child_process";
import { promisify } from "node:util";

export type Process = { pid: number; parent: number; name: string };

/** The processes that `ancestor` started, and those that they started. */
export async function descendants(ancestor: number): Promise<Process[]> {
  const all = await running();
  const found: Process[] = [];
  for (let parents = [ancestor]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}

/** Which of `family` still run. */
export async function survivors(family: readonly Process[]): Promise<Process[]> {
  const pids = new Set((await running()).map(({ pid }) => pid));
  return family.filter(({ pid }) => pids.has(pid));
}

/** All processes of this machine but those that have ended and that nobody has asked about (Z). */
async function running(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,stat=,comm="]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , stat = ""]) => !stat.startsWith("Z"))
    .map(([pid, parent, , ...name]) => ({ pid: Number(pid), parent: Number(parent), name: name.join(" ") }));
}
