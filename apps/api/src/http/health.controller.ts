import { Controller, Get, HttpStatus, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, Needs } from '#nest-kit';
import type { Keys } from '#access';
import { createMetrics, readiness, type HealthProbes } from '#process';
import { ACCESS, HEALTH } from '../api.tokens.ts';

/** Who may see what, for routes that say more to who has a key. */
export interface Access {
  readsOpen: boolean;
  keys: Keys;
}

/** Whether it lives and is ready is told to everybody; how much is recorded, to those who may read it. */
@Controller()
export class HealthController {
  private readonly metrics;
  constructor(
    @Inject(HEALTH) private readonly health: HealthProbes,
    @Inject(ACCESS) private readonly access: Access,
  ) {
    this.metrics = createMetrics(health);
  }

  @Get('livez')
  @Needs('nothing')
  async live(@Res() reply: FastifyReply) {
    await reply.header('cache-control', 'no-store').send({ status: 'alive' });
  }

  @Get('readyz')
  @Needs('nothing')
  async ready(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { status, ...details } = await readiness(this.health);
    const mayKnow = status !== 'ready' || (await this.mayRead(request));
    await reply
      .status(status === 'ready' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
      .header('cache-control', 'no-store')
      .send(mayKnow ? { status, ...details } : { status });
  }

  @Get('metrics')
  async all(@Res() reply: FastifyReply) {
    await reply
      .header('cache-control', 'no-store')
      .type(this.metrics.contentType)
      .send(await this.metrics.text());
  }

  private async mayRead({ headers }: FastifyRequest): Promise<boolean> {
    return this.access.readsOpen || (await this.access.keys.find(bearerOf(headers.authorization))) !== null;
  }
}
