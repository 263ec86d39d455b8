import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createMetrics, readiness, type HealthSources } from '#nest-kit';
import { HEALTH } from '../api.tokens.ts';

@Controller()
@ApiExcludeController()
export class HealthController {
  private readonly metrics;
  constructor(@Inject(HEALTH) private readonly health: HealthSources) {
    this.metrics = createMetrics(health);
  }

  @Get('livez')
  live() {
    return { status: 'alive' };
  }

  @Get('readyz')
  async ready(@Res() reply: FastifyReply) {
    const state = await readiness(this.health);
    await reply.status(state.status === 'ready' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).send(state);
  }

  @Get('metrics')
  async all(@Res() reply: FastifyReply) {
    await reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
