/** How much of a publication we are ready to look at before it must be an attack or a mistake. */
export interface ReadLimits {
  /** Uncompressed. */
  bytes: number;
  depth: number;
  elements: number;
  /** Of one element. */
  attributes: number;
  /** Characters of one element's text, or of one tag with its attributes. */
  text: number;
  milliseconds: number;
}

/** The largest list published today (OFAC's, advanced XML) has 110 MB, the longest remark of any 12,000 characters. */
export const defaultLimits: ReadLimits = {
  bytes: 256 * 1024 * 1024,
  depth: 32,
  elements: 5_000_000,
  attributes: 64,
  text: 64 * 1024,
  milliseconds: 120_000,
};
