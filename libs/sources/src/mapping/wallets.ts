import type { Subject } from '#domain';

type Identifier = NonNullable<Subject['identifiers']>[number];

const CURRENCIES: Record<string, string> = { BITCOIN: 'XBT', BTC: 'XBT', ETHEREUM: 'ETH', TETHER: 'USDT', TRON: 'TRX' };
const WALLET =
  /(?<![\p{L}\p{N}])(XBT|BTC|ETH|USDT|USDC|TRX|XMR|LTC|ZEC|DASH|BCH|BSV|BTG|XRP|ETC|BNB|SOL|DOGE|Bitcoin|Ethereum|Tether|Tron)(?: (?:wallet|address))?\s{0,3}[:–-]\s{0,3}([a-z0-9]{25,110})(?![a-z0-9])/giu;

/** The wallets that a text names with their currency: `ETH: 0x0000…, TRX: TJ11…`. */
export const walletsIn = (text: string): Identifier[] =>
  [...text.matchAll(WALLET)].map(([, printed, number]) => {
    const currency = printed!.toUpperCase();
    return { type: 'crypto-address', number: number!, currency: CURRENCIES[currency] ?? currency };
  });
