import type { AsOf } from '#contract';
import { editionsAt, EVERYTHING, versionText } from '#exports';
import { scorers, type Scorer } from '#matching';
import type { ReadSide } from '#read-models';

const FEATURES: Record<string, string> = {
  name: 'How alike the best pair of names is: what contradicts counts more than what is left out',
  birthDate: 'Whether dates of birth can be the same day; only a contradiction lowers the score',
  country: 'Whether a country is shared',
  gender: 'Whether genders contradict',
  identifier: 'An equal number makes a match; numbers of one kind that differ lower the score',
};

/** Every version of the scorer, as yente lists its algorithms. */
export const algorithmsOf = (current: Scorer) => ({
  algorithms: Object.keys(scorers).map((name) => {
    const algorithm = {
      name,
      description: 'Names by aligned tokens, with particulars; each score can be computed again from its explanation',
      features: Object.fromEntries(
        Object.entries(FEATURES).map(([feature, description]) => [feature, { description, coefficient: 1, url: '' }]),
      ),
    };
    return { ...algorithm, docs: { ...algorithm, config: {} } };
  }),
  default: current.version,
  best: current.version,
});

/** Every dataset, as yente lists its catalogue. Nothing is ever outdated: what is asked is answered as known. */
export async function catalogOf(readSide: ReadSide, asOf: AsOf) {
  const editions = await editionsAt(readSide, asOf);
  const all = editions.map(({ dataset }) => dataset);
  return {
    datasets: editions.map(({ dataset, version, lists }) => ({
      name: dataset,
      title: lists.length === 1 ? lists[0]!.about.name : dataset,
      version: versionText(version),
      children: dataset === EVERYTHING ? all.filter((each) => each !== EVERYTHING) : [],
      index_version: versionText(version),
      index_current: true,
      load: true,
    })),
    current: all,
    outdated: [] as string[],
    index_stale: false,
  };
}
