import { destination, pino, type Logger } from 'pino';

/** JSON lines on stderr, so that stdout belongs to answers. Ids yes; personal data, secrets and bodies no. */
export const createLogger = (level: string, name: string): Logger => pino({ level, base: { name } }, destination(2));
