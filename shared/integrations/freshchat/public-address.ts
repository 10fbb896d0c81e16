import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registry: everything that is not an ordinary host on the public internet. */
const SPECIAL_V4 = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers (CGNAT); cloud providers put services here
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, the instance metadata service among it
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved and broadcast
] as const;

/**
 * Of IPv6 only global unicast is let in. That alone leaves out loopback, link-local, unique local, multicast, NAT64
 * (64:ff9b::/96 and 64:ff9b:1::/48) and the mapped and compatible forms of IPv4. These are the exceptions inside it.
 */
const GLOBAL_UNICAST_V6 = ['2000::', 3] as const;
const SPECIAL_V6 = [
  ['2001::', 23], // protocol assignments, Teredo among them
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: carries an IPv4 address of the sender's choice
  ['3fff::', 20], // documentation
] as const;

const blockListOf = (family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
};

const specialV4 = blockListOf('ipv4', SPECIAL_V4);
const specialV6 = blockListOf('ipv6', SPECIAL_V6);
const globalUnicastV6 = blockListOf('ipv6', [GLOBAL_UNICAST_V6]);

/** Whether an address, as a resolver returns it, is an ordinary host on the public internet. */
export const isPublicAddress = (address: string): boolean => {
  switch (isIP(address)) {
    case 4:
      return !specialV4.check(address, 'ipv4');
    case 6:
      // A zone (`fe80::1%eth0`) only makes sense on a local link.
      return !address.includes('%') && globalUnicastV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
    default:
      return false;
  }
};

const loopback = blockListOf('ipv4', [['127.0.0.0', 8]]);

export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || (isIP(address) === 4 && loopback.check(address, 'ipv4'));
