import { z } from 'zod';
import { distributedConfig, fetchSettings, listSettings, runService } from '#process';
import { openListStore } from '#sources';
import { ingestLists } from './ingest-lists.ts';

const config = distributedConfig.extend({
  /** `<inbox>/<list>/<file>`: whatever appears there is ingested and moved away. */
  INGEST_INBOX: z.string().min(1).default('inbox'),
  ...listSettings,
  ...fetchSettings,
});

await runService('ingest', config, openListStore, ingestLists);
