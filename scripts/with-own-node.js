import { delimiter, dirname } from 'node:path';
import { handOver, NO_NODE, nodeToRun } from '../bin/own-node.js';

// `node scripts/with-own-node.js [--flags] FILE …` runs a file with the Node that Demarche runs with, flags for its children too.

const node = nodeToRun();
if (node === null) {
  console.error(NO_NODE);
  process.exit(1);
}
const given = process.argv.slice(2);
const flags = given.slice(
  0,
  given.findIndex((each) => !each.startsWith('--')),
);
handOver(node, given.slice(flags.length), {
  ...process.env,
  NODE_OPTIONS: [process.env.NODE_OPTIONS, ...flags].filter(Boolean).join(' '),
  PATH: [dirname(node), process.env.PATH].join(delimiter),
});
