import type { MatchAnswer } from '#contract';
import type { Match, Scorer } from '#matching';

type Result = MatchAnswer['responses'][string]['results'][number];

/**
 * What each feature gave to the score, by its name: together they are the score, but that this is 0 at least and 1 at most. An equal
 * identifier raises it to what it says by itself.
 */
export function featuresOf({ score, explanation }: Match, scorer: Scorer): Record<string, number> {
  const others = explanation.features.filter(({ feature }) => feature !== NAME);
  const weight = explanation.features.find(({ feature }) => feature === NAME)?.weight ?? 1;
  const told = Object.fromEntries(others.map((each) => [each.feature, each.value * each.weight]));
  const named = weight * scorer.scoreFromExplanation({ ...explanation, features: [] });
  const sum = Object.values(told).reduce((all, each) => all + each, named);
  const raising = others.find(({ finding }) => finding === 'identifier equal');
  if (raising && score > sum) told[raising.feature]! += score - sum;
  const features = { [NAME]: named, ...told };
  return Object.fromEntries(Object.entries(features).map(([feature, value]) => [feature, rounded(value)]));
}

const NAME = 'name';
const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

/** The same in the words that yente has for it. */
export function explanationsOf(match: Match, scorer: Scorer): Result['explanations'] {
  const { explanation } = match;
  const { query, candidate, aligned, leftOver } = explanation;
  const detail = [
    ...aligned.map((each) => `${each.query} ~ ${each.candidate} (${each.kind})`),
    ...leftOver.map(({ side, token, role }) => `${token} (${role}, ${side})`),
  ].join('; ');
  const features = featuresOf(match, scorer);
  return {
    [NAME]: { score: features[NAME]!, detail, query, candidate },
    ...Object.fromEntries(
      explanation.features
        .filter(({ feature }) => feature !== NAME)
        .map(({ feature, finding }) => [
          feature,
          { score: features[feature]!, detail: finding, query: null, candidate: null },
        ]),
    ),
  };
}
