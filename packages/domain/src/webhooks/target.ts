import type { WebhookUrlProblem } from "@till/contracts";
import ipaddr from "ipaddr.js";

/** A URL as the URL standard (https://url.spec.whatwg.org) takes it apart: an IPv4 address in any notation is dotted. */
export interface Target {
  /** `https:` */
  readonly protocol: string;
  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  readonly hostname: string;
}

/** Names that are only known inside a machine or a network (RFC 6761, 6762, 8375; `.internal` by ICANN). */
const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/** Where IPv6 has public addresses (RFC 4291): outside are mapped, translated, unique-local and link-local ones. */
const publicIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/** Azure's metadata service: the one that answers at an address which looks public. */
const azureMetadata = "168.63.129.16";

/**
 * Whether webhooks may be sent to an address, or what is wrong with it. Private are the loopback, link-local (cloud
 * metadata among them), unique-local, carrier-grade NAT and all other special ranges, and names without a public home.
 *
 * This does not detect a public name that resolves to a private address, because a Worker can't resolve names. There
 * Cloudflare's network protects: it has no route to private addresses.
 */
export function judgeTarget({ protocol, hostname }: Target, allowed: "public" | "any"): WebhookUrlProblem | null {
  if (allowed === "any") return null;
  if (protocol !== "https:") return "NOT_HTTPS";
  return isPublicHost(hostname) ? null : "PRIVATE";
}

function isPublicHost(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (ipaddr.isValid(name)) return isPublicAddress(name);
  // A name without a dot is one of the local network.
  return name.includes(".") && !privateNames.test(name.toLowerCase());
}

function isPublicAddress(text: string): boolean {
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv6 && !address.match(publicIpv6)) return false;
  return address.range() === "unicast" && address.toString() !== azureMetadata;
}
