import type { ServerResponse } from 'node:http';
import { PassThrough, Writable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from '@jest/globals';
import { sendLong, sentInTime } from './sending.ts';

const asResponse = (stream: Writable) => stream as unknown as ServerResponse;

const GONE = new Error('The database is gone');

describe('an answer that is made while it is sent', () => {
  it.each([
    ['ends', async () => true, false, undefined],
    ['breaks off where the reader takes too long', async () => false, true, undefined],
    ['breaks off after an error, which is told', async () => Promise.reject(GONE), true, GONE],
  ])('%s', async (_, tell: () => Promise<boolean>, isBrokenOff, fault) => {
    const to = Object.assign(new PassThrough(), { writeHead: () => to });
    to.resume();
    const reply = { raw: asResponse(to), hijack: () => reply, getHeaders: () => ({}) } as unknown as FastifyReply;
    const sent = await sendLong({ method: 'GET' } as FastifyRequest, reply, {}, tell).then(
      () => 'sent',
      (error: Error) => [error.name, error.cause],
    );
    expect(sent).toEqual(fault ? ['BrokenOffError', fault] : 'sent');
    expect([to.destroyed, to.writableEnded]).toEqual([isBrokenOff, !isBrokenOff]);
  });
});

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
