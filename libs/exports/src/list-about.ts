/** What is said of the list of an exported designation. */
export interface ListAbout {
  /** What it is called. */
  name: string;
  /** Since when it is as it is: the instant of its version, in UTC. */
  seenAt: string;
}
