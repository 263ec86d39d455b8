import { questions } from '#contract';
import { answerDiplomacy } from '#read-models';
import { question } from '../http/question.ts';

export const diplomacy = [
  question(questions.diplomacy, ({ query: { sending, receiving }, asOf, readSide }) =>
    answerDiplomacy(readSide, asOf, { sending, receiving }),
  ),
];
