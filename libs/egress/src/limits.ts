export interface EgressLimits {
  connectMs: number;
  tlsMs: number;
  /** From the request to the last header of the answer. */
  headersMs: number;
  /** From there to the end of the answer. */
  bodyMs: number;
  /** For all of it. */
  totalMs: number;
  headerBytes: number;
  /** Of an answer so much is read; then the connection ends. */
  bodyBytes: number;
}

export const defaultEgressLimits: EgressLimits = {
  connectMs: 10_000,
  tlsMs: 10_000,
  headersMs: 15_000,
  bodyMs: 10_000,
  totalMs: 15_000,
  headerBytes: 16 * 1024,
  bodyBytes: 64 * 1024,
};
