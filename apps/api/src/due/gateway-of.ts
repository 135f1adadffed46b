import { defaultTill } from "@till/contracts";
import type { Gateway } from "@till/domain";
import type { Work } from "../work/work.ts";

/**
 * The gateway that took a payment, or undefined if it is not configured any more. A payment without a name went to the one
 * that is in use.
 */
export const gatewayOf = ({ gateway, gateways }: Work, name: string | null): Gateway | undefined =>
  name === null && gateway.kind !== "none" ? gateway : gateways.get(name ?? "");

/** What the log and staff read when the gateway of a payment is not configured any more. */
export const goneText = (name: string | null): string =>
  `The payment gateway ${name === null ? "that took the payment" : name} is not configured here any more.`;

/** Whether some gateway is called over a network. */
export const hasRemoteGateway = ({ gateways }: Work): boolean =>
  [...gateways.values()].some(({ kind }) => kind === "remote");

/** A till as gateways keep it: null for the default one. */
export const tillForGateway = (till: string): string | null => (till === defaultTill ? null : till);
