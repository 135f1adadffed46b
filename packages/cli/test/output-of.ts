import { stripVTControlCharacters } from "node:util";
import { vi } from "vitest";

/** What a command prints, without colours, and its exit code. */
export async function outputOf(
  command: () => Promise<number | undefined>,
): Promise<{ exitCode: number | undefined; output: string }> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const exitCode = await command();
    return { exitCode, output: stripVTControlCharacters(log.mock.calls.map((line) => line.join(" ")).join("\n")) };
  } finally {
    log.mockRestore();
  }
}
