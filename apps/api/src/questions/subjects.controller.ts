import { subjectStream } from '#domain';
import { questions } from '#contract';
import { answerSubject, versionOf } from '#read-models';
import { question } from '../http/question.ts';

export const subjects = [
  question(questions.subject, ({ params: { id }, asOf, sources }) => answerSubject(sources, asOf, id), {
    version: ({ params: { id }, asOf, sources }) => versionOf(sources.pool, subjectStream(id), asOf.knownAt),
  }),
];
