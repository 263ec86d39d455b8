import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { designationState, topics, watermark } from '#contract';
import { PARTITIONS, topicsOf } from '#messaging';
import { startRest, type Rest } from './support/rest.ts';

describe('the AsyncAPI document', () => {
  let rest: Rest;
  beforeAll(async () => {
    rest = await startRest();
  });
  afterAll(() => rest.stop());

  it('is valid to Redocly, every reference in it resolved', async () => {
    const { body } = await rest.get('/asyncapi.json');
    expect(body.asyncapi).toBe('3.0.0');
    const config = await createConfig({ rules: { struct: 'error', 'no-unresolved-refs': 'error' } });
    const problems = await lintFromString({ source: JSON.stringify(body), config });
    expect(problems.map(({ message, location }) => `${message} ${location[0]?.pointer}`)).toEqual([]);
    const broken = await lintFromString({
      source: JSON.stringify({ ...body, channels: { x: { adress: 1 } } }),
      config,
    });
    expect(broken.length).toBeGreaterThan(0);
  });

  it('names the topics as they are made', async () => {
    const made = topicsOf();
    expect([topics.events.address, topics.designations.address]).toEqual([made.events.name, made.designations.name]);
    for (const topic of [topics.events, topics.designations]) expect(topic.partitions).toBe(PARTITIONS);
    expect(topics.events.cleanup).toBe(made.events.config['cleanup.policy']);
    expect(topics.designations.cleanup).toBe(made.designations.config['cleanup.policy']);
    const { body } = await rest.get('/asyncapi.json');
    expect(Object.keys(body.channels)).toEqual(['events', 'designations', 'stream']);
    for (const shape of [designationState, watermark]) expect(shape.meta()).toHaveProperty('description');
  });
});
