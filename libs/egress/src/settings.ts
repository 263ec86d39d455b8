import { isIP, type BlockList } from 'node:net';
import { canonical, holds, networksOf } from './address.ts';

/** A receiver that may be reached although its address is private, by http too. */
export interface Allowance {
  networks: BlockList;
  /** Any, where null. */
  port: number | null;
}

const ALLOWED = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/;

/** `127.0.0.1/32:9000,[fd00::]/8:443,10.0.0.0/8`: networks, each with a port or without. Throws for what is none. */
export const parseAllowances = (text: string): Allowance[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      // `[fd00::]/8:443` and `[fd00::/8]:443` are the same.
      const found = ALLOWED.exec(part.replace(/\](\/\d{1,3})/, '$1]'));
      const network = found?.[1] ?? found?.[2];
      const port = found?.[3] === undefined ? null : Number(found[3]);
      if (network === undefined || (port !== null && (port < 1 || port > 65_535)))
        throw new Error(`${part} is no network with a port; write 10.0.0.0/8:443 or [fd00::/8]:443`);
      const single = isIP(network);
      return { networks: networksOf([single ? `${network}/${single === 4 ? 32 : 128}` : network]), port };
    });

/** Whether an allowance names the receiver. */
export function isAllowed(allowances: readonly Allowance[], address: string, port: number): boolean {
  const text = canonical(address);
  return text !== null && allowances.some((each) => (each.port ?? port) === port && holds(each.networks, text));
}
