import type { MatchAnswer } from '#contract';
import type { Match } from '#matching';

type Result = MatchAnswer['responses'][string]['results'][number];

/** What each feature said, by its name. The name's own share is the score of the names alone. */
export function featuresOf({ score, explanation }: Match): Record<string, number> {
  const told = explanation.features.map(({ feature, value, weight }) => [feature, value * weight] as const);
  const others = told.reduce((sum, [, value]) => sum + value, 0);
  const name = Math.min(1, Math.max(0, score - Math.min(0, others)));
  return { name, ...Object.fromEntries(told) };
}

/** The same in the words that yente has for it. */
export function explanationsOf(match: Match): Result['explanations'] {
  const { explanation } = match;
  const { query, candidate, aligned, leftOver } = explanation;
  const detail = [
    ...aligned.map((each) => `${each.query} ~ ${each.candidate} (${each.kind})`),
    ...leftOver.map(({ side, token, role }) => `${token} (${role}, ${side})`),
  ].join('; ');
  const features = featuresOf(match);
  return {
    name: { score: features.name!, detail, query, candidate },
    ...Object.fromEntries(
      explanation.features.map(({ feature, finding }) => [
        feature,
        { score: features[feature]!, detail: finding, query: null, candidate: null },
      ]),
    ),
  };
}
