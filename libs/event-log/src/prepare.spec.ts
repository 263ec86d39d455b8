import { describe, expect, it } from '@jest/globals';
import { sample } from '#testing';
import { draftSubmission, prepare } from './prepare.ts';

const id = '4b1c9f1e-6a0e-4d0e-9a53-0c4a7d5f2b11';
const touched = (reference: string, name = 'A party') => ({
  stream: `designation-xx-test:${reference}`,
  expected: 'none' as const,
  events: [
    sample.designated(reference, '2020', { record: { subject: { type: 'organization', name, aliases: [] } } }),
    sample.suspended(reference, '2021'),
  ],
});

describe('a submission that is put together stream by stream', () => {
  it('is the same as one that is given whole', () => {
    const streams = [touched('A'), touched('B')];
    const draft = draftSubmission({ id });
    for (const each of streams) draft.add(each);
    const { private: _, privateSha256: __, ...whole } = prepare({ id, streams });
    expect(draft.count).toBe(4);
    expect(draft.done()).toMatchObject(whole);
  });

  it.each([
    ['a text that no JSON can hold', touched('B', 'half \ud800'), /streams\/1\/events\/0\/data\/record\/subject\/name/],
    ['a broken schema', { ...touched('B'), events: [sample.suspended('B', 'soon')] }, /events\/0\/data\/effective/],
    ['an event without room', touched('B', 'x'.repeat(70_000)), /streams\/1\/events\/0/],
    ['a stream named twice', touched('A'), /streams\/1/],
  ])('refuses %s, and is what it was before', (_, wrong, pointer) => {
    const draft = draftSubmission({ id });
    draft.add(touched('A'));
    expect(() => draft.add(wrong)).toThrow(
      expect.objectContaining({ name: 'InputError', pointer: expect.stringMatching(pointer) }),
    );
    draft.add(touched('C'));
    const { private: __, privateSha256: ___, ...whole } = prepare({ id, streams: [touched('A'), touched('C')] });
    expect(draft.done()).toMatchObject(whole);
  });
});
