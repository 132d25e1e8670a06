import type { Answer, Command } from '../../core/command.ts';
import type { IamLastusedDeps, IamQuestion } from './deps.ts';
import { entityAnswer } from './entity-card.ts';
import { findEntities } from './find.ts';
import { formOf, wordsOfForm } from './form.ts';
import { readQuery } from './grammar.ts';
import { keyAnswer } from './key.ts';
import { note } from './notes.ts';
import { personAnswer } from './person.ts';
import type { IamQuery, IamSubject } from './query.ts';
import { readEntity } from './read-entity.ts';
import { assertOwn } from './self.ts';
import { noEntityAnswer, severalAnswer } from './several.ts';
import { iamLastusedSpec } from './spec.ts';
import { unusedAnswer } from './unused.ts';

export type { IamLastusedDeps } from './deps.ts';

const entity = async (
  deps: IamLastusedDeps,
  subject: Extract<IamSubject, { kind: 'entity' }>,
  question: IamQuestion,
): Promise<Answer> => {
  const found = await findEntities(deps, subject, question);
  const [only, ...more] = found.entities;
  if (only === undefined) {
    const [failure] = found.unread;
    // Nothing at all could be read of one account: its error is the answer, with its cure.
    if (question.places.length === 1 && found.unread.length === found.tried && failure?.error)
      throw failure.error;
    return noEntityAnswer(subject, found, question);
  }
  if (more.length > 0) return severalAnswer(deps, subject, found, question);
  question.progress([`IAM: what ${only.name.slice(0, 100)} used`]);
  const read = await readEntity(deps, only, subject.actions, question);
  const all = {
    ...read,
    unread: [...found.unread, ...read.unread],
    of: read.of + found.unread.length,
  };
  return entityAnswer(all, subject.actions, deps.clock.now());
};

const answer = (deps: IamLastusedDeps, question: IamQuestion): Promise<Answer> => {
  const { subject } = question.query;
  switch (subject.kind) {
    case 'entity':
      return entity(deps, subject, question);
    case 'key':
      return keyAnswer(deps, subject.id, question);
    case 'person':
      return personAnswer(deps, subject.email, question);
    case 'unused':
      return unusedAnswer(deps, subject, question);
  }
};

/** Regions after `in` are understood, but IAM has none: that is said, not passed over. */
const withRegionNote = (told: Answer, { query }: IamQuestion): Answer =>
  query.regions === undefined
    ? told
    : {
        ...told,
        card: {
          ...told.card,
          parts: [
            ...told.card.parts,
            note(
              `IAM answers for all regions together: ${query.regions.join(', ')} narrows nothing here.`,
            ),
          ],
        },
      };

/** `/iam-lastused`: when users, roles, groups, policies and keys were last used, and for what. */
export const createIamLastused = (deps: IamLastusedDeps): Command<IamQuery> => ({
  spec: iamLastusedSpec,
  read: readQuery,
  form: formOf,
  fromForm: wordsOfForm,
  run: async (question) => {
    assertOwn(question.query.subject, question.self);
    return withRegionNote(await answer(deps, question), question);
  },
});
