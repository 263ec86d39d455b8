export { answerAlignment, type AlignmentPage, type AlignmentQuestion } from './answers/alignment/alignment.ts';
export { formOf, NotYetProjectedError, resolveAsOf, today, type ReadSide } from './answers/as-of.ts';
export { answerActivity } from './answers/changes/activity.ts';
export { diffCsv } from './answers/changes/diff-csv.ts';
export { answerDiff, diffItems, outlineDiff, type DiffQuestion } from './answers/changes/diff.ts';
export { csvLine } from './answers/csv.ts';
export { answerAtlas } from './answers/atlas.ts';
export { countriesOn } from './answers/countries.ts';
export { countsAt } from './answers/counts.ts';
export { answerDesignation, answerHistory, lookUpDesignations, type LookedUp } from './answers/designation.ts';
export { answerAllDesignations, answerDesignations, withExplanations } from './answers/designations.ts';
export { answerDiplomacy } from './answers/diplomacy.ts';
export { listsOnRecord } from './answers/lists.ts';
export { answerSubject } from './answers/subject.ts';
export { answerThread } from './answers/thread.ts';
export { answerSnapshot } from './answers/snapshot.ts';
export { tellEvents, type Told } from './answers/told.ts';
export { concernsOf, type ConcernFilter, type ConcernKey } from './models/country-timeline/queries.ts';
export {
  exportedByIds,
  exportedOnRecord,
  exportedPeriods,
  isOnRecord,
  type ExportedPeriod,
} from './models/designation-timeline/exported.ts';
export { pageKeyOf, type DesignationFilter, type PageKey } from './models/designation-timeline/page.ts';
export { turnedBetween, type Turned } from './models/designation-timeline/turned.ts';
export {
  affectedBetween,
  changesOfLists,
  changingEvents,
  listVersions,
  registrationsBetween,
  type ChangingEvent,
} from './models/designation-timeline/versions.ts';
export { listsAt, listsEverKnown, publicationOf, publicationsOf, reviewsOf } from './models/list-register/queries.ts';
export { showBi } from './bi/show.ts';
export { ANSWERING, readModels } from './models/registered.ts';
export { versionOf } from './models/version.ts';
export { Written } from './memory/written.ts';
export { createAsOfIndex, type AsOfIndex } from './memory/as-of-index.ts';
export { breathe } from './answers/breathe.ts';
export { dayNumber } from './memory/day-number.ts';
export { createNames, type Names, type NamesOptions } from './memory/names.ts';
export { PERIODS, REGISTRATIONS } from './memory/source.ts';
export { whileUnchanged } from './memory/while-unchanged.ts';
export { TooLargeError } from './memory/too-large.ts';
export { SCHEMAS, type FoundName, type NameFilter, type NameRows } from './memory/name-rows.ts';
export { designationsByIds, designationsUnder, resolveDesignations } from './models/designation-timeline/one.ts';
export { ON_RECORD } from './models/designation-timeline/item.ts';
