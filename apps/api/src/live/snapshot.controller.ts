import { questions, type SnapshotLine } from '#contract';
import { answerSnapshot, resolveAsOf } from '#read-models';
import { route } from '../http/question.ts';
import { sharerOf } from '../http/workload.ts';
import { sendLines } from './lines.ts';

/**
 * A whole list, and the stream that goes on from there: everything about the list that is recorded after the snapshot's
 * position, with what only a reparse changed, comes by that stream.
 */
export const snapshot = route(questions.snapshot, async ({ params: { id: list }, query, ...asked }) => {
  const { readSide, served, request, reply } = asked;
  const asOf = await resolveAsOf(readSide, query);
  const { on, knownAt } = asOf;
  const { coverage, pages } = await answerSnapshot(readSide, asOf, list);
  const next = `/v1/events/stream?after=${knownAt}&list=${list}&reparse=true`;
  const head: SnapshotLine = { on, knownAt, list, coverage, next };
  async function* some() {
    for await (const page of pages) yield page.map((each) => JSON.stringify(each));
  }
  const lines = { position: knownAt, head: JSON.stringify(head), some: some(), signal: readSide.signal };
  await served.work.exports.run(() => sendLines(request, reply, lines), readSide.signal, sharerOf(request));
});
