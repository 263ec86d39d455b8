import { subjectStream } from '#domain';
import { questions } from '#contract';
import { answerSubject, versionOf } from '#read-models';
import { question } from '../http/question.ts';

export const subjects = [
  question(questions.subject, ({ params: { id }, asOf, readSide }) => answerSubject(readSide, asOf, id), {
    version: ({ params: { id }, asOf, readSide }) => versionOf(readSide.pool, subjectStream(id), asOf.knownAt),
  }),
];
