/** For life: another count would send an authority's later events to another partition, and its order would be gone. */
export const PARTITIONS = 12;

export interface Topic {
  name: string;
  config: Record<string, string>;
}

export interface Topics {
  /** The whole log, in order within each authority, kept for ever. */
  events: Topic;
  /** The present state of each designation; compacted. */
  designations: Topic;
}

/** The broker's own clock dates records: those of a relay whose clock is wrong by an hour would be refused. */
const DATED = { 'message.timestamp.type': 'LogAppendTime' };

/** The prefix sets several installations on one cluster apart. */
export function topicsOf(prefix = 'demarche'): Topics {
  return {
    events: {
      name: `${prefix}.events.v1`,
      config: { ...DATED, 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' },
    },
    designations: { name: `${prefix}.designations.v1`, config: { ...DATED, 'cleanup.policy': 'compact' } },
  };
}

/** Where Kafka's own clients put a key: murmur2 of its bytes, made positive, over the partitions. */
export function partitionOf(key: string): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % PARTITIONS;
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** Source: org.apache.kafka.common.utils.Utils#murmur2, Apache Kafka 4. */
function murmur2(bytes: Buffer): number {
  let hash = SEED ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let word = Math.imul(bytes.readInt32LE(i), M);
    word = Math.imul(word ^ (word >>> R), M);
    hash = Math.imul(hash, M) ^ word;
  }
  const rest = bytes.length - whole;
  if (rest > 0) hash = Math.imul(hash ^ bytes.readUIntLE(whole, rest), M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
