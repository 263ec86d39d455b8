import type { EventLog } from '#event-log';
import type { ReadModel } from '#subscriptions';
import { countryOverview } from './country-overview/model.ts';
import { countryTimeline } from './country-timeline/model.ts';
import { designationTimeline } from './designation-timeline/model.ts';
import { diplomacy } from './diplomacy/model.ts';
import { listRegister } from './list-register/model.ts';
import type { Registration } from './registration.ts';
import { subjectLinks } from './subjects/model.ts';
import { threads } from './threads/model.ts';

/** Every read model. A new one is a folder and one line here; what waits for it, rebuilds it or tells of it asks this list. */
const registered: readonly Registration[] = [
  designationTimeline,
  listRegister,
  countryOverview,
  subjectLinks,
  diplomacy,
  threads,
  countryTimeline,
];

/** The read models that answers are made of: `minPosition` waits for all of them. */
export const ANSWERING: readonly string[] = registered.map(({ name }) => name);

export const readModels = (log: EventLog): ReadModel[] => registered.map((each) => each.on(log));
