import type { Answer, Command, Question } from '../../core/command.ts';
import { isRecord } from '../../core/values.ts';
import { answerOf } from './answer.ts';
import type { WhodidDeps } from './deps.ts';
import { whodidForm, whodidFromForm } from './form.ts';
import { whodidFromMessage } from './from-message.ts';
import { createPeople } from './people.ts';
import { readWhodid, type WhodidQuery } from './query.ts';
import { type Older, search } from './search.ts';
import { whodidSpec } from './spec.ts';

export type { WhodidDeps };

/** What an earlier answer handed over; it was kept as JSON. */
const asOlder = (value: unknown): Older | undefined => {
  if (!isRecord(value)) return undefined;
  const { until, skip } = value;
  if (typeof until !== 'number' || !Array.isArray(skip)) return undefined;
  return { until, skip: skip.filter((id) => typeof id === 'string') };
};

/** `/whodid`: who did what, from CloudTrail. */
export const createWhodid = (deps: WhodidDeps): Command<WhodidQuery> => {
  const run = async (question: Question<WhodidQuery>): Promise<Answer> => {
    const people = createPeople(deps, question.signal);
    const found = await search(deps, question, people, asOlder(question.older));
    return answerOf(deps, question, found, people);
  };
  return {
    spec: whodidSpec,
    read: readWhodid,
    form: whodidForm,
    fromForm: whodidFromForm,
    fromMessage: whodidFromMessage,
    run,
  };
};
