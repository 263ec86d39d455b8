import { Controller, Get, HttpStatus, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Needs } from '#nest-kit';
import { createMetrics, readiness, type HealthProbes } from '#process';
import { HEALTH, SERVED } from '../api.tokens.ts';
import type { Served } from './question.ts';

/** Whether it lives and is ready is told to everybody; how much is recorded, to those who may read it. */
@Controller()
export class HealthController {
  private readonly metrics;
  constructor(
    @Inject(HEALTH) private readonly health: HealthProbes,
    @Inject(SERVED) private readonly served: Served,
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
    const mayKnow = status !== 'ready' || (await this.served.mayRead(request));
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
}
