export {
  createClient,
  type Asking,
  type Client,
  type ClientOptions,
  type FollowOptions,
  type LinePath,
  type PagedPath,
  type Sending,
} from './client.ts';
export { IncompleteError, ProblemError } from './problem.ts';
export type { Retry } from './retry.ts';
export type * from './types.ts';
