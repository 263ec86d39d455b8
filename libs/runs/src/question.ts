import type { Screening } from '#contract';

/** What is asked of every customer; positions are resolved, so that it can be asked again. */
export interface RunQuestion extends Pick<
  Screening,
  'on' | 'knownAt' | 'compareKnownAt' | 'scorer' | 'threshold' | 'limit' | 'include_dataset'
> {
  /** Whether `on` was left out: who watches the run hears of the days to come, too. */
  isToday: boolean;
}
