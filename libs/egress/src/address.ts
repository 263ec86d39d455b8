import { BlockList, isIP } from 'node:net';

/** An address that may not be reached, and the name of the rule that says so. */
export type Refusal = string;

type Rule = readonly [name: Refusal, networks: readonly string[]];

// Source: the IANA registries of special-purpose addresses, IPv4 and IPv6.
const SPECIAL_V4: readonly Rule[] = [
  ['this-network', ['0.0.0.0/8']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  ['shared', ['100.64.0.0/10']],
  ['loopback', ['127.0.0.0/8']],
  ['link-local', ['169.254.0.0/16']],
  ['protocol-assignment', ['192.0.0.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.175.48.0/24']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']],
  ['6to4', ['192.88.99.0/24']],
  ['benchmarking', ['198.18.0.0/15']],
  ['multicast', ['224.0.0.0/4']],
  ['reserved', ['240.0.0.0/4']],
];

/** Outside 2000::/3 everything is refused; these names only say why. */
const SPECIAL_V6: readonly Rule[] = [
  ['unspecified', ['::/128']],
  ['loopback', ['::1/128']],
  ['ipv4-compatible', ['::/96']],
  ['nat64', ['64:ff9b::/96', '64:ff9b:1::/48']],
  ['discard', ['100::/64']],
  // The first blocks of 2001::/23 are Teredo, ORCHID and benchmarking; no address of it belongs to a host.
  ['teredo', ['2001::/32']],
  ['protocol-assignment', ['2001::/23', '2620:4f:8000::/48']],
  ['documentation', ['2001:db8::/32', '3fff::/20']],
  ['6to4', ['2002::/16']],
  ['srv6', ['5f00::/16']],
  ['unique-local', ['fc00::/7']],
  ['link-local', ['fe80::/10']],
  ['multicast', ['ff00::/8']],
];

/** Networks as Node compares them. Throws for what is no network. */
export function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(prefix)) throw new Error(`${network} is no network; write 10.0.0.0/8`);
    list.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

const compiled = (rules: readonly Rule[]) => rules.map(([name, networks]) => [name, networksOf(networks)] as const);
const V4 = compiled(SPECIAL_V4);
const V6 = compiled(SPECIAL_V6);
const GLOBAL_UNICAST = networksOf(['2000::/3']);

const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** The one way of writing an address, an IPv4 address inside an IPv6 one taken out. Null for what is no address. */
export function canonical(address: string): string | null {
  const family = isIP(address);
  if (family === 4) return address;
  // A zone (`%eth0`) is of this machine alone, and URL refuses it.
  const url = family === 6 ? URL.parse(`http://[${address}]/`) : null;
  if (!url) return null;
  const text = url.hostname.slice(1, -1);
  const mapped = MAPPED.exec(text);
  if (!mapped) return text;
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Whether a network list holds a canonical address. */
export const holds = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

/**
 * Why nothing may be sent to an address; null where it is global unicast, which alone is allowed. What no rule knows is
 * refused: a network that is made special tomorrow is refused today.
 */
export function refusalOf(address: string): Refusal | null {
  const text = canonical(address);
  if (text === null) return 'no-address';
  const rules = isIP(text) === 4 ? V4 : V6;
  const found = rules.find(([, list]) => holds(list, text));
  if (found) return found[0];
  return isIP(text) === 4 || holds(GLOBAL_UNICAST, text) ? null : 'not-global-unicast';
}
