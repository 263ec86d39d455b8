import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { PARTITIONS, partitionOf } from './topics.ts';

const partitionMetadata = Array.from({ length: PARTITIONS }, (_, partitionId) => ({ partitionId, leader: 1 }));
const theirs = kafkajs.Partitioners.DefaultPartitioner() as unknown as (args: object) => number;

describe('partitionOf', () => {
  it.each(['', 'K', 'KZ', 'RUS', 'UNSC', 'un-sc:TAi.001', 'ЗАПРЕЩЁННАЯ', 'طالبان', 'x'.repeat(1_000)])(
    'puts %j where other Kafka clients put it',
    (key) => {
      const message = { key: Buffer.from(key) };
      expect(partitionOf(key)).toBe(theirs({ topic: 't', partitionMetadata, message }));
    },
  );

  it('agrees on every two-letter authority', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    for (const key of letters.flatMap((a) => letters.map((b) => a + b)))
      expect(partitionOf(key)).toBe(theirs({ topic: 't', partitionMetadata, message: { key } }));
  });
});
