import { publicationKey } from '../list/decider.ts';
import type { DesignationEvent } from './events.ts';
import { changeOf, publicationDayOf } from './line.ts';
import type { OwnReport } from './own-reports.ts';

/** Tells the publication that a source names from all others. */
export const keyOf = ({ sha256 = '', publishedOn = '' }: { sha256?: string; publishedOn?: string }): string =>
  publicationKey({ sha256, publishedOn });

/** Whether an event was told by a publication of the list. */
export const isOwn = (event: Pick<DesignationEvent, 'data'>): boolean => publicationDayOf(event) !== undefined;

/** What an event reports of its entry; null where it reports nothing of one. */
export const kindOf = ({ type }: Pick<DesignationEvent, 'type'>): OwnReport['kind'] | null =>
  type === 'DesignationAmended' ? 'amended' : type === 'DesignationReidentified' ? 'reidentified' : changeOf(type);
