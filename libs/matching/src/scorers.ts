import { demarche1 } from './demarche-1/scorer.ts';
import type { Scorer } from './scorer.ts';

/** All versions ever released, by name. A new one is a folder and a line; old ones stay, so that old runs can be repeated. */
export const scorers: Readonly<Record<string, Scorer>> = { [demarche1.version]: demarche1 };

/** What is used where nobody asks for a version. */
export const currentScorer: Scorer = demarche1;
