/** A part of the shop could not be loaded: the connection was lost, or a newer version was deployed. */
export class MissingPart extends Error {}

/**
 * Loads a part of the shop. Browsers use different messages for a script or stylesheet that fails to load, so the error
 * gets a type of its own.
 *
 * @throws MissingPart
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    throw new MissingPart("A part of the shop could not be loaded.", { cause });
  }
}

/**
 * Loads a part that every page needs. If the connection was lost, the page reloads when it is back, because the
 * browser's styles may be incomplete by then.
 *
 * @throws MissingPart if there is a connection.
 */
export async function loadWhole<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await loadPart(load);
  } catch (error) {
    if (navigator.onLine) throw error;
    await new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
    window.location.reload();
    return new Promise<never>(() => {});
  }
}
