import ipaddr from "ipaddr.js";

/**
 * Bits of an IPv6 address that name a network (RFC 4291, 2.5.1). The owner of a network can use all addresses in it.
 */
const networkBits = 64;

/**
 * The network that an address is counted for: an IPv4 address as itself, also where it is written as an IPv6 address
 * (`::ffff:192.0.2.1`), and an IPv6 address as its network: `2001:db8:1:2::1` as `2001:db8:1:2::/64`.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const known = ipaddr.process(address);
  if (!(known instanceof ipaddr.IPv6)) return known.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${known.toNormalizedString()}/${networkBits}`).toString()}/${networkBits}`;
}
