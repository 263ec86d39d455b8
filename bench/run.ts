import { spawnSync } from 'node:child_process';
import { benchAtlas } from './suites/atlas.ts';
import { benchAppend } from './suites/append.ts';
import { benchCatchUp } from './suites/catch-up.ts';
import { benchHttp } from './suites/http.ts';
import { serveApi, serveBare } from './children/http-servers.ts';
import { fireLoad } from './children/http-load.ts';
import { benchIngest } from './suites/ingest.ts';
import { runLarge, runReading, runSeries } from './children/list-children.ts';
import { benchBackfill, benchLarge, benchListRebuild, benchLists } from './suites/lists.ts';
import { benchMatching } from './suites/matching.ts';
import { benchNames } from './suites/names.ts';
import { benchQuestions } from './suites/questions.ts';
import { runStandalone } from './children/standalone.ts';
import { benchProjected } from './suites/projected.ts';
import { benchRebuild } from './suites/rebuild.ts';
import { benchRelay } from './suites/relay.ts';
import { receiveWebhooks } from './children/receiver.ts';
import { benchWebhooks } from './suites/webhooks.ts';
import { benchStreams } from './suites/streams.ts';
import { benchExports } from './suites/exports.ts';
import { runExports } from './children/exporting.ts';
import { listen } from './children/listeners.ts';

const suites: Record<string, () => Promise<object>> = {
  append: benchAppend,
  'catch-up': benchCatchUp,
  rebuild: benchRebuild,
  ingest: benchIngest,
  lists: benchLists,
  backfill: benchBackfill,
  large: benchLarge,
  'list-rebuild': benchListRebuild,
  projected: benchProjected,
  http: benchHttp,
  relay: benchRelay,
  questions: benchQuestions,
  webhooks: benchWebhooks,
  streams: benchStreams,
  exports: benchExports,
  matching: benchMatching,
  names: benchNames,
  atlas: benchAtlas,
};

/** Parts of suites that run in processes of their own. */
const children: Record<string, (input: never) => Promise<void>> = {
  api: serveApi,
  bare: serveBare,
  load: fireLoad,
  listeners: listen,
  standalone: runStandalone,
  reading: runReading,
  series: runSeries,
  large: runLarge,
  receiver: receiveWebhooks,
  exporting: runExports,
};

/** `npm run bench [-- suite…]`: one line of JSON per suite. Goals missed are told and fail nothing. */
const [first, ...rest] = process.argv.slice(2);
if (first === 'child') await children[rest[0]!]!(JSON.parse(rest[1]!) as never);
else {
  const wanted = first === undefined ? Object.keys(suites) : [first, ...rest];
  const unknown = wanted.find((name) => !suites[name]);
  if (unknown) throw new Error(`No suite ${unknown}; there are ${Object.keys(suites).join(', ')}`);
  if (wanted.length === 1)
    process.stdout.write(`${JSON.stringify({ suite: wanted[0]!, ...(await suites[wanted[0]!]!()) })}\n`);
  // Each in a process of its own: what one leaves in the heap must not slow the next.
  else
    for (const name of wanted)
      if (spawnSync(process.execPath, [process.argv[1]!, name], { stdio: 'inherit' }).status !== 0)
        process.exitCode = 1;
}
