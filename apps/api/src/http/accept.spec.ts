import { describe, expect, it } from '@jest/globals';
import { preferredType } from './accept.ts';

const OFFERED = ['application/cloudevents+json', 'application/json'] as const;

describe('the media type that a caller prefers', () => {
  it.each([
    [undefined, OFFERED[0]],
    ['', OFFERED[0]],
    ['*/*', OFFERED[0]],
    ['application/*', OFFERED[0]],
    ['application/json', OFFERED[1]],
    ['APPLICATION/JSON; charset=utf-8', OFFERED[1]],
    ['application/json, text/plain, */*', OFFERED[0]],
    ['application/json, */*;q=0.5', OFFERED[1]],
    ['application/cloudevents+json;q=0, */*', OFFERED[1]],
    ['application/cloudevents+json;q=0.1, application/json;q=0.2', OFFERED[1]],
    ['no media type at all', OFFERED[0]],
  ])('of %j is %s', (accept, type) => {
    expect(preferredType(accept, OFFERED)).toBe(type);
  });

  it.each(['text/html', 'application/*;q=0', 'text/*, image/png'])('%s is refused', (accept) => {
    expect(() => preferredType(accept, OFFERED)).toThrow(
      expect.objectContaining({ found: expect.objectContaining({ status: 406 }) }),
    );
  });
});
