// The names of streams, made and read here alone. They are public: `type` and `subject` of an event tell them to everybody.

/** Each family's streams begin with its prefix, and go on with the id of what they are about. */
export const STREAMS = {
  list: 'list-',
  designation: 'designation-',
  subject: 'subject-',
  post: 'post-',
  statement: 'statement-',
  resolution: 'resolution-',
  government: 'government-',
} as const;

/** Of a list's id: `list-un-sc`. */
export const listStream = (list: string): string => STREAMS.list + list;

/** Of a designation's id: `designation-un-sc:QDi.001`. */
export const designationStream = (id: string): string => STREAMS.designation + id;

/** Of a subject's id: `subject-afghan-embassy`. */
export const subjectStream = (id: string): string => STREAMS.subject + id;

export const isDesignationStream = (stream: string): boolean => stream.startsWith(STREAMS.designation);

/** The stream that is meant by its own name, or by the id of a designation. */
export const streamOfSubject = (subject: string): string =>
  subject.includes(':') && !isDesignationStream(subject) ? designationStream(subject) : subject;

/** The id of the designation that a designation's stream is about: `un-sc:QDi.001`. */
export const designationOf = (stream: string): string => stream.slice(STREAMS.designation.length);

/** The list of a designation's id: `un-sc` of `un-sc:QDi.001`. */
export const listOf = (designation: string): string => designation.slice(0, designation.indexOf(':'));

/** The stream of the list that a designation's stream belongs to; null for other streams. */
export const listStreamOf = (stream: string): string | null =>
  isDesignationStream(stream) ? listStream(listOf(designationOf(stream))) : null;
