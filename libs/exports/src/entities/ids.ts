import { createHash } from 'node:crypto';

/** Ids as FollowTheMoney takes them in properties: letters, digits, dots and hyphens. Two dots in a row are ours. */
const READABLE = /^(?!.*\.\.)[0-9a-zA-Z](?:[0-9a-zA-Z.-]{0,98}[0-9a-zA-Z])?$/;

/** A hash that is long enough to tell apart what belongs to one entity. */
const shortHash = (text: string) => createHash('sha1').update(text).digest('hex').slice(0, 12);

/**
 * The id of a designation's entity, the same for ever: `un-sc.TAi.001`; `list..<SHA-1>` where the reference has characters that
 * no id may have. A list has no dot in its name, so ids of two lists never meet.
 */
export function entityId(designation: string): string {
  const colon = designation.indexOf(':');
  const [list, reference] = [designation.slice(0, colon), designation.slice(colon + 1)];
  if (READABLE.test(reference)) return `${list}.${reference}`;
  return `${list}..${createHash('sha1').update(reference).digest('hex')}`;
}

/** The id of what belongs to an entity: the same content has the same id, whatever stands beside it. */
export const attachedId = (owner: string, kind: string, content: object): string =>
  `${owner}..${kind}-${shortHash(JSON.stringify(content))}`;

export const sanctionId = (owner: string): string => `${owner}..sanction`;
