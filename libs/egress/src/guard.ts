import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { canonical, refusalOf } from './address.ts';
import { EgressError } from './failure.ts';
import { isAllowed, type Allowance } from './settings.ts';

/** The addresses of a name, all of them. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface GuardOptions {
  /** Receivers that may be private; nobody, where left out. */
  allow?: readonly Allowance[];
  /** Ports of public receivers; 443 where left out. */
  ports?: readonly number[];
  resolve?: Resolve;
  dnsMs?: number;
}

/** Decides where a request may go. */
export interface Guard {
  /**
   * The addresses of a URL's host, every one of them allowed. Throws EgressError, with the rule, where one is not: a
   * name with a public and a private address is a trick.
   */
  addressesOf(url: URL): Promise<string[]>;
  /** Throws EgressError where the other end of a connection is not an address that was allowed. */
  checkPeer(url: URL, address: string, peer: string | undefined): void;
}

const DNS_MS = 5_000;
const PORTS = [443];

export const portOf = ({ protocol, port }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** The host as sockets have it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Whether name servers could have it: RFC 1035 section 2.3.4. */
const isName = (host: string): boolean => host.length <= 254 && /^[^.]{1,63}(\.[^.]{1,63})*\.?$/.test(host);

export const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';

const blocked = (rule: string, detail: string) =>
  new EgressError('address', 'blocked', `${detail} (rule: ${rule})`, rule);

/** Only global unicast addresses, https, and the ports that are named; whatever an allowance names beside them. */
export function createGuard(options: GuardOptions = {}): Guard {
  const { allow = [], ports = PORTS, resolve = resolveName, dnsMs = DNS_MS } = options;

  function checkAddress(url: URL, address: string): void {
    const port = portOf(url);
    if (isAllowed(allow, address, port)) return;
    const rule = refusalOf(address);
    if (rule !== null) throw blocked(rule, `${url.hostname} is at ${address}, which is no public address`);
    checkWay(url);
  }
  /** How public receivers are reached. */
  function checkWay(url: URL): void {
    if (url.protocol !== 'https:') throw blocked('scheme', 'Only https is allowed');
    if (!ports.includes(portOf(url))) throw blocked('port', `Port ${portOf(url)} is not among ${ports.join(', ')}`);
  }

  /** A name that leads nowhere may be wrong in another way, too: that is told first, because it does not pass. */
  async function found(url: URL, host: string): Promise<readonly string[]> {
    try {
      return await inTime(resolve(host), host, dnsMs);
    } catch (error) {
      const mayBeAllowed = allow.some((each) => (each.port ?? portOf(url)) === portOf(url));
      if (!mayBeAllowed) checkWay(url);
      throw error;
    }
  }

  return {
    async addressesOf(url) {
      if (!isWeb(url)) throw blocked('scheme', 'Only https is allowed');
      if (url.username || url.password) throw blocked('userinfo', 'No name and password in an address');
      const host = hostOf(url);
      if (host === '') throw blocked('no-address', 'There is no host in the address');
      // A literal address is never looked up, so whoever trusted the look-up alone would miss it.
      if (!isIP(host) && !isName(host)) throw blocked('name', `${host} can be the name of no host`);
      const addresses = isIP(host) ? [host] : await found(url, host);
      if (addresses.length === 0) throw new EgressError('dns', 'no-address', `${host} has no address`);
      for (const address of addresses) checkAddress(url, address);
      return [...addresses];
    },
    checkPeer(url, address, peer) {
      if (peer === undefined || canonical(peer) !== canonical(address))
        throw blocked('peer', `The connection ended at ${peer ?? 'no address'}, and ${address} was meant`);
      checkAddress(url, peer);
    },
  };
}

async function inTime<T>(answer: Promise<T>, host: string, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new EgressError('dns', 'timeout', `${host} was not resolved in time`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof EgressError) throw error;
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    throw new EgressError('dns', 'no-address', `${host} was not resolved (${code})`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks the name servers themselves: `getaddrinfo` holds one of a few threads for as long as a server is silent, and all
 * others would wait for it.
 */
async function resolveName(name: string): Promise<string[]> {
  if (/^(.+\.)?localhost\.?$/.test(name)) return ['127.0.0.1'];
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [v4, v6].flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (found.length === 0 && v4.status === 'rejected') throw v4.reason;
  return found;
}
