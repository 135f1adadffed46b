/**
 * A part of the page that is loaded later. If the connection was lost in between, the page is loaded anew once it is back:
 * what a browser has of its styles by then is not to be told.
 *
 * @throws what went wrong, where there is a connection.
 */
export async function loadedWhole<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part;
  } catch (error) {
    if (navigator.onLine) throw error;
    await new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
    window.location.reload();
    return new Promise<never>(() => {});
  }
}

/** Stands in for a part that could not be loaded, perhaps because a newer shop has taken its place. */
export const PartMissing = () => (
  <p role="alert">
    A part of this page could not be loaded. <a href="">Load it again</a>.
  </p>
);
