/** A part of the shop that was not loaded: the connection was lost, or a newer version of the shop has taken its place. */
export class MissingPart extends Error {}

/**
 * Loads a part of the shop. Each browser has words of its own for a script or a stylesheet that it could not load, so what
 * fails here is marked as such.
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
 * Loads a part that belongs to every page. If the connection was lost in between, the page is loaded anew once it is back:
 * what a browser has of its styles by then can't be known.
 *
 * @throws MissingPart where there is a connection.
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
