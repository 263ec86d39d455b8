import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { canonicalize, contentHash, type DomainEvent, type Json } from '#domain';
import { sample } from '#testing';
import { SubmissionReusedError, type EventLog, type ExpectedVersion, type Submission } from './event-log.ts';
import { publicBytes } from './public-form.ts';

const one = (
  stream: string,
  event: DomainEvent,
  expected: ExpectedVersion = 'any',
  id: string = randomUUID(),
): Submission => ({
  id,
  streams: [{ stream, expected, events: [event] }],
  private: { actor: 'test' },
});

const designated = (reference = 'A.1') => sample.designated(reference, '2020-01-01');

/** What every event log must do. Run against the memory twin and PostgreSQL alike. */
export function describeEventLog(open: () => Promise<EventLog>): void {
  it('gives positions without a gap and versions per stream', async () => {
    const log = await open();
    const first = await log.append(one('a', designated()));
    const second = await log.append(one('b', designated()));
    const third = await log.append(one('a', designated()));
    expect([first, second, third]).toMatchObject([
      { status: 'appended', from: 1, to: 1 },
      { status: 'appended', from: 2, to: 2 },
      { status: 'appended', from: 3, to: 3 },
    ]);
    expect((await log.readStream('a')).map(({ position, version }) => [position, version])).toEqual([
      [1, 1],
      [3, 2],
    ]);
    expect(await log.head()).toBe(3);
  });

  it('takes a submission over many streams whole, in its order', async () => {
    const log = await open();
    const events = [designated('1'), designated('2'), designated('3')];
    const result = await log.append({
      id: randomUUID(),
      streams: [
        { stream: 'x', expected: 'none', events: events.slice(0, 2) },
        { stream: 'y', expected: 'none', events: events.slice(2) },
      ],
    });
    expect(result).toMatchObject({ status: 'appended', from: 1, to: 3 });
    const read = await log.read({ after: 0, limit: 10 });
    expect(read.map(({ stream, version, batch }) => [stream, version, batch.index, batch.count])).toEqual([
      ['x', 1, 0, 3],
      ['x', 2, 1, 3],
      ['y', 1, 2, 3],
    ]);
  });

  it('puts what is to be ahead before the events of all other streams', async () => {
    const log = await open();
    const streams = ['x', 'y', 'z'].map((stream, at) => ({
      stream,
      expected: 'none' as const,
      events: [designated(`${at}1`), designated(`${at}2`)],
      ahead: stream === 'y' ? 1 : 0,
    }));
    const id = randomUUID();
    expect(await log.append({ id, streams })).toMatchObject({ status: 'appended', from: 1, to: 6 });
    expect(await log.append({ id, streams })).toMatchObject({ status: 'duplicate', from: 1, to: 6 });
    const read = await log.read({ after: 0, limit: 10 });
    expect(read.map(({ position, stream, version, batch }) => [position, stream, version, batch.index])).toEqual([
      [1, 'y', 1, 0],
      [2, 'x', 1, 1],
      [3, 'x', 2, 2],
      [4, 'y', 2, 3],
      [5, 'z', 1, 4],
      [6, 'z', 2, 5],
    ]);
  });

  it.each<[ExpectedVersion, number, boolean]>([
    ['any', 0, true],
    ['any', 2, true],
    ['none', 0, true],
    ['none', 1, false],
    ['exists', 0, false],
    ['exists', 1, true],
    [0, 0, true],
    [1, 1, true],
    [1, 2, false],
    [2, 1, false],
  ])('expecting %p of a stream of version %p', async (expected, version, taken) => {
    const log = await open();
    for (let i = 0; i < version; i++) await log.append(one('s', designated()));
    const result = await log.append(one('s', designated(), expected));
    expect(result).toMatchObject(
      taken ? { status: 'appended' } : { status: 'conflict', stream: 's', expected, actual: version },
    );
    expect(await log.head()).toBe(taken ? version + 1 : version);
  });

  it('refuses a stale submission as a whole, and it alone', async () => {
    const log = await open();
    await log.append(one('taken', designated()));
    const [good, stale, alsoGood] = await Promise.all([
      log.append(one('g1', designated(), 'none')),
      log.append({
        id: randomUUID(),
        streams: [
          { stream: 'fresh', expected: 'none', events: [designated()] },
          { stream: 'taken', expected: 'none', events: [designated()] },
        ],
      }),
      log.append(one('g2', designated(), 'none')),
    ]);
    expect([good.status, stale.status, alsoGood.status]).toEqual(['appended', 'conflict', 'appended']);
    expect(await log.readStream('fresh')).toEqual([]);
    expect((await log.read({ after: 0, limit: 10 })).map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it('keeps the order of submissions to one stream that arrive together', async () => {
    const log = await open();
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => log.append(one('s', designated(String(i)), i))),
    );
    expect(results.every(({ status }) => status === 'appended')).toBe(true);
    expect((await log.readStream('s')).map(({ data }) => (data as { reference: string }).reference)).toEqual(
      Array.from({ length: 40 }, (_, i) => String(i)),
    );
  });

  it('gives back the first event as it can be read from then on, byte for byte', async () => {
    const log = await open();
    await log.append(one('s', designated(), 'none'));
    const result = await log.append(one('s', designated(), 1));
    if (result.status === 'conflict') throw new Error('It was at another version');
    expect(result.first()).not.toBeNull();
    expect(JSON.stringify(result.first())).toBe(JSON.stringify(await log.find(result.from)));
  });

  it('answers the same submission again with what it stored', async () => {
    const log = await open();
    const submission = one('s', designated(), 'none');
    const first = await log.append(submission);
    await log.append(one('t', designated()));
    expect(await log.append(submission)).toEqual({ ...first, status: 'duplicate', first: expect.any(Function) });
    const together = one('u', designated(), 'none');
    const statuses = (await Promise.all([log.append(together), log.append(together)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual(['appended', 'duplicate']);
    expect(await log.head()).toBe(3);
  });

  it('refuses a known submission id with other content', async () => {
    const log = await open();
    const id = randomUUID();
    await log.append(one('s', designated('1'), 'any', id));
    await expect(log.append(one('s', designated('2'), 'any', id))).rejects.toThrow(SubmissionReusedError);
    await expect(log.append(one('other', designated('1'), 'any', id))).rejects.toThrow(SubmissionReusedError);
    expect(await log.head()).toBe(1);
  });

  it('names the place of what cannot be stored, and stores nothing', async () => {
    const log = await open();
    const broken = designated();
    broken.data.effective = '2020-02-30';
    await expect(log.append(one('s', broken))).rejects.toMatchObject({ pointer: '/streams/0/events/0/data/effective' });
    const withNul = sample.designated('A', '2020', { record: { remarks: 'a\u0000b' } });
    await expect(log.append(one('s', withNul))).rejects.toMatchObject({
      pointer: '/streams/0/events/0/data/record/remarks',
    });
    const lone = sample.designated('A', '2020', { record: { remarks: 'a\ud800b' } });
    await expect(log.append(one('s', lone))).rejects.toMatchObject({ name: 'InputError' });
    const large = sample.designated('A', '2020', { record: { remarks: 'x'.repeat(70_000) } });
    await expect(log.append(one('s', large))).rejects.toThrow(/at most 65536 are kept/);
    await expect(log.append({ id: randomUUID(), streams: [] })).rejects.toMatchObject({ pointer: '/streams' });
    expect(await log.head()).toBe(0);
  });

  it('stores nothing that somebody could not read again', async () => {
    const log = await open();
    const nested = (levels: number): Json => {
      let value: Json = 1;
      for (let i = 0; i < levels; i++) value = { a: value };
      return value;
    };
    const withRow = (row: Json) => {
      const event = sample.designated('A', '2020');
      return { ...event, data: { ...event.data, row } } as typeof event;
    };
    await expect(log.append(one('s', withRow(nested(64))))).rejects.toMatchObject({
      name: 'InputError',
      pointer: '/streams/0/events/0/data',
    });
    await expect(log.append(one('s', withRow(nested(100_000))))).rejects.toThrow(/nested deeper/);
    for (const unseen of ['\n', '\r', '\u2028', '\u2029', '\u0085', '\u001b'])
      for (const broken of [one(`a${unseen}b`, designated()), one('s', designated(`a${unseen}b`))])
        await expect(log.append(broken)).rejects.toMatchObject({ name: 'InputError' });
    for (const effective of ['[..0001-01-01]', '9999', '[..9999-12-31]'])
      await expect(log.append(one('s', sample.designated('A', effective)))).rejects.toThrow(
        /from 0001-01-02 to 9998-12-31/,
      );
    const registered = sample.registered();
    const rare = { ...registered, data: { ...registered.data, reviewEveryMonths: 601 } } as DomainEvent;
    await expect(log.append(one('l', rare))).rejects.toThrow(/600 months/);
    expect(await log.head()).toBe(0);
    expect((await log.append(one('s', withRow(nested(20))))).status).toBe('appended');
    expect((await log.append(one('t', sample.designated('名'.repeat(400), '2020')))).status).toBe('appended');
  });

  it('tells nothing of who acted: two events of one author share no hash', async () => {
    const log = await open();
    await log.append(one('s', designated()));
    await log.append(one('t', designated()));
    const [first, second] = await log.read({ after: 0, limit: 2 });
    expect(first!.privateSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(first!.privateSha256).not.toBe(second!.privateSha256);
    expect(first!.privateSha256).not.toBe(contentHash({ actor: 'test' }));
  });

  it('takes a submission of many megabytes like any other', async () => {
    const log = await open();
    const remarks = 'Длинно '.repeat(2_000);
    const events = Array.from({ length: 600 }, (_, i) =>
      sample.designated(String(i), '2020', { record: { remarks: `${i} ${remarks}` } }),
    );
    const large = (expected: ExpectedVersion): Submission => ({
      id: randomUUID(),
      streams: events.map((event, i) => ({ stream: `s${i}`, expected, events: [event] })),
    });
    const submission = large('none');
    const first = await log.append(submission);
    expect(first).toMatchObject({ status: 'appended', from: 1, to: 600 });
    const read = await log.read({ after: 0, limit: 1_000 });
    expect(read.map(({ stream, data }) => [stream, data])).toEqual(events.map(({ data }, i) => [`s${i}`, data]));

    expect(await log.append(submission)).toEqual({ ...first, status: 'duplicate', first: expect.any(Function) });
    await expect(log.append({ ...submission, streams: submission.streams.slice(1) })).rejects.toThrow(
      SubmissionReusedError,
    );
    expect(await log.append(large('none'))).toMatchObject({ status: 'conflict', stream: 's0', actual: 1 });
    expect((await log.append(large(1))).status).toBe('appended');
    expect(await log.head()).toBe(1_200);
  });

  it('reads on from a position, by list, authority and type', async () => {
    const log = await open();
    await log.append(one('1', sample.registered({ list: 'kz-a', authority: 'KZ' })));
    await log.append(one('2', sample.designated('A', '2020', { list: 'kz-a', authority: 'KZ' })));
    await log.append(one('3', sample.designated('B', '2020', { list: 'ru-b', authority: 'RU' })));
    const positions = async (options: object) =>
      (await log.read({ after: 0, limit: 10, ...options })).map(({ position }) => position);
    expect(await positions({ after: 1 })).toEqual([2, 3]);
    expect(await positions({ limit: 2 })).toEqual([1, 2]);
    expect(await positions({ upTo: 2 })).toEqual([1, 2]);
    expect(await positions({ newestFirst: true, limit: 2 })).toEqual([3, 2]);
    expect(await positions({ newestFirst: true, upTo: 2, after: 1 })).toEqual([2]);
    expect(await positions({ newestFirst: true, list: 'kz-a' })).toEqual([2, 1]);
    expect(await positions({ list: 'kz-a' })).toEqual([1, 2]);
    expect(await positions({ authority: 'RU' })).toEqual([3]);
    expect(await positions({ stream: '2' })).toEqual([2]);
    expect(await positions({ streams: ['2', '3', '%'] })).toEqual([2, 3]);
    expect(await positions({ streams: [] })).toEqual([]);
    expect(await positions({ type: 'OrganizationDesignated', authority: 'KZ' })).toEqual([2]);
    const better = sample.designated('C', '2020', { list: 'ru-b', authority: 'RU' });
    await log.append(one('4', { ...better, data: { ...better.data, cause: 'reparse' } } as typeof better));
    expect(await positions({ exceptCause: 'reparse' })).toEqual([1, 2, 3]);
    expect(await positions({ exceptCause: 'reparse', list: 'ru-b' })).toEqual([3]);
    expect((await log.readStreams(['1', '3', '1'], 3)).map(({ position }) => position)).toEqual([1, 3]);
    expect((await log.readStreams(['1', '3'], 2)).map(({ position }) => position)).toEqual([1]);
    expect((await log.readPositions([3, 1, 3, 99])).map(({ position }) => position)).toEqual([1, 3]);
  });

  it('finds an event by id and by position', async () => {
    const log = await open();
    await log.append(one('s', designated()));
    const found = await log.find(1);
    expect(found).toMatchObject({ position: 1, stream: 's' });
    expect(await log.find(found!.id)).toEqual(found);
    expect(await log.find(2)).toBeNull();
    expect(await log.find(randomUUID())).toBeNull();
    expect(await log.find('no id at all')).toBeNull();
  });

  it('tells the position of an instant, and time never runs back', async () => {
    const log = await open();
    for (let i = 0; i < 5; i++) await log.append(one('s', designated()));
    const events = await log.read({ after: 0, limit: 10 });
    const times = events.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    expect(await log.positionAt('2001-01-01T00:00:00Z')).toBe(0);
    for (const at of times) expect(await log.positionAt(at)).toBe(times.lastIndexOf(at) + 1);
    const plus = (at: string, hours: number) => new Date(Date.parse(at) + hours * 3_600_000).toISOString();
    const last = times.at(-1)!;
    expect(await log.positionAt(plus(last, 23).replace('Z', '+23:00'))).toBe(5);
    expect(await log.positionAt(plus(last, -16).replace('Z', `${'9'.repeat(500)}-16:00`))).toBe(5);
    for (const ahead of [plus(last, 1), '2999-01-01T00:00:00Z']) expect(await log.positionAt(ahead)).toBe(5);
    for (const odd of ['2024-01-01', '2024-01-01T24:00:00Z', '2024-01-01T00:00:00+24:00', ''])
      await expect(log.positionAt(odd)).rejects.toMatchObject({ name: 'InputError' });
    expect(await log.positionAt('0001-01-01T00:00:00+23:59')).toBe(0);
  });

  it('answers an instant of just now as it answers it ever after', async () => {
    const log = await open();
    const answers: { at: string; position: number }[] = [];
    const asking = (async () => {
      for (let i = 0; i < 20; i++) {
        const at = new Date().toISOString();
        answers.push({ at, position: await log.positionAt(at) });
      }
    })();
    const events = Array.from({ length: 400 }, (_, i) => designated(String(i)));
    for (let round = 0; round < 10; round++)
      await log.append({ id: randomUUID(), streams: [{ stream: `s${round}`, expected: 'none', events }] });
    await asking;
    for (const { at, position } of answers) expect(await log.positionAt(at)).toBe(position);
    const soon = new Date(Date.now() + 200).toISOString();
    expect(await log.positionAt(soon)).toBe(4_000);
    expect(new Date().toISOString() > soon).toBe(true);
  });

  it('gives the same canonical bytes however often it is read', async () => {
    const log = await open();
    const remarks = 'Zürich – "quoted" \u2028 𝄞 1e-7';
    await log.append(one('s', sample.designated('Ä/1', '[..2006-10-12]', { record: { remarks } })));
    const [event] = await log.read({ after: 0, limit: 1 });
    const bytes = publicBytes(event!);
    expect(publicBytes((await log.readStream('s'))[0]!)).toEqual(bytes);
    const parsed = JSON.parse(bytes.toString('utf8'));
    expect(canonicalize(parsed)).toBe(bytes.toString('utf8'));
    expect(parsed).toMatchObject({
      specversion: '1.0',
      type: 'OrganizationDesignated',
      subject: 's',
      time: event!.recordedAt,
      position: 1,
      data: {
        schemaVersion: 3,
        authority: 'XX',
        effective: '[..2006-10-12]',
        record: { remarks },
        recordedAt: event!.recordedAt,
      },
    });
    expect(JSON.stringify(parsed)).not.toContain('actor');
  });

  it('follows from a position, waits at the head, and stops when told', async () => {
    const log = await open();
    await log.append(one('s', designated('1')));
    await log.append(one('s', designated('2')));
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const batch of log.follow(1, { signal: stop.signal })) {
        seen.push(...batch.map(({ position }) => position));
        if (seen.at(-1) === 4) stop.abort();
      }
    })();
    await log.append(one('s', designated('3')));
    await new Promise((done) => setTimeout(done, 30));
    await log.append(one('s', designated('4')));
    await following;
    expect(seen).toEqual([2, 3, 4]);
  });

  it('loses and doubles nothing when many write at once', async () => {
    const log = await open();
    const results = await Promise.all(
      Array.from({ length: 300 }, (_, i) => log.append(one(`s${i % 7}`, designated(String(i))))),
    );
    const events = await log.read({ after: 0, limit: 1_000 });
    expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(new Set(events.map(({ data }) => (data as { reference: string }).reference)).size).toBe(300);
    expect(new Set(results.map((result) => (result.status === 'conflict' ? 0 : result.from))).size).toBe(300);
  });
}
