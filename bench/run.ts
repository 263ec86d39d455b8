import { benchRelay } from './relay.ts';

const suites = { relay: benchRelay };

/** `npm run bench [-- suite…]`: one line of JSON per suite. */
const wanted = process.argv.slice(2);
for (const [name, suite] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`${JSON.stringify({ suite: name, ...(await suite()) })}\n`);
}
