import type { Pool } from 'pg';
import type { EventLog } from '#event-log';
import { createDesignationsPublisher, type KafkaClient } from '#messaging';
import { createDueDays, type Outlet } from '#subscriptions';

const NAME = 'designations-topic';

/** Each designation as it stands today into `demarche.designations.v1`, straight from the log. */
export const designationsTopic = (pool: Pool, eventLog: EventLog, kafka: KafkaClient): Outlet => ({
  name: NAME,
  ...createDesignationsPublisher({ eventLog, kafka, dueDays: createDueDays(pool, NAME) }),
});
