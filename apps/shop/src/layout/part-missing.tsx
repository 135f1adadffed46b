/** Replaces a part that could not be loaded, perhaps because a newer version was deployed. */
export const PartMissing = () => (
  <p role="alert">
    A part of this page could not be loaded. <a href="">Load it again</a>.
  </p>
);
