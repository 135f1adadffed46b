/** What is said of a fault of Till's own: a word to report it by, and nothing of the inside. */
export const faultMessage = (requestId: string | null) =>
  `Something went wrong in Till. Please report it with the request id ${requestId}.`;
