/** The message of an unexpected fault: the request id to report, and no internal detail. */
export const faultMessage = (requestId: string | null) =>
  `Something went wrong in Till. Please report it with the request id ${requestId}.`;
