import { lookups, type BatchAnswer } from '#contract';
import { problemOf } from '#nest-kit';
import { lookUpDesignations, type LookedUp } from '#read-models';
import { lookup } from '../http/lookup.ts';

/** More than a page of them is done one after the other. */
const HEAVY_FROM = 500;

/** Many designations at once. */
export const lookUp = lookup(
  lookups.designations,
  async ({ body: { designations }, asOf, readSide }) => {
    const asked = designations.map((each) => (typeof each === 'string' ? each : `${each.list}:${each.reference}`));
    return { ...asOf, items: (await lookUpDesignations(readSide, asOf, asked)).map(itemOf) };
  },
  ({ designations }) => designations.length > HEAVY_FROM,
);

const itemOf = (found: LookedUp): BatchAnswer['items'][number] =>
  'designation' in found
    ? { asked: found.asked, found: true, designation: found.designation }
    : { asked: found.asked, found: false, problem: problemOf({ status: 404, code: 'not-found', detail: found.why }) };
