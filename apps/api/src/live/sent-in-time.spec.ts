import type { ServerResponse } from 'node:http';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { sentInTime } from './sent-in-time.ts';

const asResponse = (stream: Writable) => stream as unknown as ServerResponse;

describe('what is written to a reader', () => {
  it('is sent where he takes it, at once or in time', async () => {
    const quick = new PassThrough({ highWaterMark: 100 });
    expect(await sentInTime(asResponse(quick), 'short', 50)).toBe(true);
    const later = new PassThrough({ highWaterMark: 1 });
    setTimeout(() => later.resume(), 20);
    expect(await sentInTime(asResponse(later), 'long', 10_000)).toBe(true);
  });

  it('is not where he takes nothing, or is gone', async () => {
    const silent = new Writable({ highWaterMark: 1, write: () => undefined });
    expect(await sentInTime(asResponse(silent), 'long', 30)).toBe(false);
    const leaving = new Writable({ highWaterMark: 1, write: () => undefined });
    setTimeout(() => leaving.destroy(), 20);
    expect(await sentInTime(asResponse(leaving), 'long', 10_000)).toBe(false);
    expect(await sentInTime(asResponse(leaving), 'more', 10_000)).toBe(false);
  });
});
