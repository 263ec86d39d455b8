import type { MatchSide } from '#screening';
import type { Asked } from '../http/question.ts';
import type { QuestionRoute } from '#contract';

/** More queries than this are done one batch after the other. */
const HEAVY_FROM = 10;

/** What names are looked for in; it stops when the caller hangs up. */
export const matchSideOf = ({ served, readSide }: Pick<Asked<QuestionRoute>, 'served' | 'readSide'>): MatchSide => ({
  ...served.screening,
  readSide,
});

/** Whether so many parties are asked about that it is long work. */
export const isHeavyMatch = ({ queries = {} }: { queries?: object | undefined }): boolean =>
  Object.keys(queries).length > HEAVY_FROM;
