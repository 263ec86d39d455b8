import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages, one level down: they speak of modules, not of the trade. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}
  log = (message: unknown) => this.logger.debug(String(message));
  debug = (message: unknown) => this.logger.trace(String(message));
  verbose = (message: unknown) => this.logger.trace(String(message));
  warn = (message: unknown) => this.logger.warn(String(message));
  error = (message: unknown, stack?: unknown) => this.logger.error({ stack }, String(message));
  fatal = (message: unknown) => this.logger.fatal(String(message));
}
