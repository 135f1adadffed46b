import { type WebhookUrlProblem, webhookPorts } from "@till/contracts";
import ipaddr from "ipaddr.js";
import { once } from "../once.ts";

/** A URL as the URL standard (https://url.spec.whatwg.org) takes it apart: an IPv4 address in any notation is dotted. */
export interface Target {
  /** `https:` */
  readonly protocol: string;
  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  readonly hostname: string;
  /** The port; empty for the one that belongs to the protocol. */
  readonly port: string;
}

/**
 * Top-level names without a public home: those that IANA keeps for special use
 * (https://www.iana.org/assignments/special-use-domain-names: RFC 6761, 6762, 7686, 9476, and whatever is below `arpa`),
 * `internal`, which ICANN keeps for private use, and those that networks use as if they were theirs (RFC 6762, appendix
 * G; ICANN never delegates `corp`, `home` and `mail`; Kubernetes, Consul). `example` is not among them: RFC 6761 wants
 * software to treat it as any other name, and it leads nowhere.
 */
const privateNames = new Set(
  (
    "alt arpa invalid local localhost onion test " +
    "internal " +
    "corp home intranet lan localdomain mail private " +
    "cluster consul pod svc"
  ).split(" "),
);

/** The ports that receivers listen to. Others belong to other services, which a request from here could confuse. */
const publicPorts: ReadonlySet<string> = new Set(["", ...webhookPorts.map(String)]);

/** Where IPv6 has public addresses (RFC 4291): outside are mapped, translated, unique-local and link-local ones. */
const publicIpv6 = once(() => ipaddr.IPv6.parseCIDR("2000::/3"));

/** Azure's metadata service: the one that answers at an address which looks public. */
const azureMetadata = "168.63.129.16";

/**
 * Whether webhooks may be sent to an address, or what is wrong with it. Private are the loopback, link-local (cloud
 * metadata among them), unique-local, carrier-grade NAT and all other special ranges, and names without a public home.
 *
 * This does not detect a public name that resolves to a private address, because a Worker can't resolve names. There
 * Cloudflare's network protects: it has no route to private addresses.
 */
export function judgeTarget({ protocol, hostname, port }: Target, allowed: "public" | "any"): WebhookUrlProblem | null {
  if (allowed === "any") return null;
  if (protocol !== "https:") return "NOT_HTTPS";
  if (!isPublicHost(hostname)) return "PRIVATE";
  return publicPorts.has(port) ? null : "WRONG_PORT";
}

function isPublicHost(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "").replace(/\.+$/, "");
  if (ipaddr.isValid(name)) return isPublicAddress(name);
  const labels = name.toLowerCase().split(".");
  // A name without a dot is one of the local network.
  return labels.length > 1 && !privateNames.has(labels.at(-1) ?? "");
}

function isPublicAddress(text: string): boolean {
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv6 && !address.match(publicIpv6())) return false;
  return address.range() === "unicast" && address.toString() !== azureMetadata;
}
