import { z } from 'zod';
import { distributedConfig, runService } from '#nest-kit';
import { watchInbox } from './inbox.ts';

const config = distributedConfig.extend({
  /** `<inbox>/<list>/<file>`: whatever appears there is taken in and moved away. */
  INGEST_INBOX: z.string().min(1).default('inbox'),
});

await runService('ingest', config, ({ settings, logger, store, signal }) =>
  watchInbox({ inbox: settings.INGEST_INBOX, ledger: store, logger, signal }),
);
