export {
  createClient,
  type Asking,
  type Changing,
  type Client,
  type ClientOptions,
  type FollowOptions,
  type LinePath,
  type PagedPath,
  type Sending,
  type Tagged,
} from './client.ts';
export { IncompleteError, ProblemError } from './problem.ts';
export type { Retry } from './retry.ts';
export type * from './types.ts';
