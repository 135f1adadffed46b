/** Does something, and returns why it failed; null if it did not. */
export async function errorOf(task: () => Promise<unknown>): Promise<string | null> {
  try {
    await task();
    return null;
  } catch (error) {
    return String(error);
  }
}
