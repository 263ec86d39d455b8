/** What is asked of every customer; positions are resolved, so that it can be asked again. */
export interface RunQuestion {
  on: string;
  /** Whether `on` was left out: who watches the run hears of the days to come, too. */
  isToday: boolean;
  knownAt: number;
  compareKnownAt: number | null;
  scorer: string;
  threshold: number;
  limit: number;
  include_dataset: string[] | null;
}
