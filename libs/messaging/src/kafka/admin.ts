import type { Admin } from 'kafkajs';
import { RefusedError } from '../supervise.ts';
import { PARTITIONS, type Topics } from '../topics.ts';
import type { Client } from './client.ts';

export interface OffsetRange {
  low: number;
  /** Of the next record. */
  high: number;
}

/** Topics and groups. */
export function createAdmin(client: () => Promise<Client>, topics: Topics) {
  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = (await client()).kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Makes the topics that are missing; refuses to go on with one of another partition count. */
  const ensureTopics = () =>
    withAdmin(async (admin) => {
      const wanted = [topics.events, topics.designations].map(({ name, config }) => ({
        topic: name,
        numPartitions: PARTITIONS,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      }));
      await admin.createTopics({ topics: wanted, waitForLeaders: true });
      const metadata = await admin.fetchTopicMetadata({ topics: wanted.map(({ topic }) => topic) });
      for (const { name, partitions } of metadata.topics)
        if (partitions.length !== PARTITIONS)
          throw new RefusedError(
            `Topic ${name} has ${partitions.length} partitions, not ${PARTITIONS}: an authority's events would lose ` +
              'their order. Delete the topic and let the relay fill it anew.',
          );
    });

  const rangesOf = (topic: string): Promise<Map<number, OffsetRange>> =>
    withAdmin(async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]));
    });

  const deleteGroup = (groupId: string) => withAdmin((admin) => admin.deleteGroups([groupId]));

  return { ensureTopics, rangesOf, deleteGroup };
}
