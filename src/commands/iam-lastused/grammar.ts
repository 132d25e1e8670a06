import type { Reading, ReadingContext, Where } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import { type Text, untrusted } from '../../core/text.ts';
import { whereWords } from '../asking/where-words.ts';
import { readWords } from '../grammar/read-words.ts';
import { isKeyword, type Word } from '../grammar/tokens.ts';
import { takeWhere } from '../grammar/where.ts';
import { type ArnSubject, subjectOfArn } from './arn-subject.ts';
import { type EntityType, entityTypes, type IamQuery, type IamSubject } from './query.ts';
import { iamLastusedSpec } from './spec.ts';
import { readUnused } from './unused-words.ts';
import { type Found, failed, found, isWrong, type WrongWords } from './words.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, with a path before it. */
const namePattern = /^[\w+=,.@/-]{1,512}$/;
const emailPattern = /^[\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/;
const keyPattern = /^(?:AKIA|ASIA)[A-Z0-9]{12,124}$/;

const typeOf = (word: Word | undefined): EntityType | 'key' | undefined =>
  [...entityTypes, 'key' as const].find((type) => isKeyword(word, type));

/** `user:alice` like `user alice`. */
const split = (words: readonly Word[]): readonly Word[] => {
  const [first, ...rest] = words;
  const prefixed = /^(user|role|group|policy|key):(.+)$/i.exec(first?.text ?? '');
  const [, type, name] = prefixed ?? [];
  return first === undefined || first.isQuoted || type === undefined || name === undefined
    ? words
    : [{ text: type, isQuoted: false }, { text: name, isQuoted: true }, ...rest];
};

const readKey = (id: string): Found | WrongWords => {
  if (id.startsWith('ASIA'))
    return failed(
      [
        'Keys that begin with ASIA are temporary: IAM does not tell their use. ',
        { code: '/whodid' },
        ' finds their calls.',
      ],
      'user alice',
    );
  return found({ kind: 'key', id });
};

const withArn = (
  { type, name, arn, account }: ArnSubject,
  actions: boolean,
): Found | WrongWords => ({
  ...found({ kind: 'entity', type, name, arn, actions }),
  ...(account === undefined ? {} : { account }),
});

const notAName = (text: string): WrongWords =>
  failed(
    [{ code: foreign(text.slice(0, 80)) }, ' is no name of a user, role, group or policy.'],
    'role deploy in all',
    'name',
  );

const readName = (
  word: Word,
  type: EntityType | 'key' | undefined,
  actions: boolean,
): Found | WrongWords => {
  const { text, isQuoted } = word;
  if (keyPattern.test(text) && (type === undefined || type === 'key')) return readKey(text);
  if (type === 'key')
    return failed(
      [
        { code: foreign(text.slice(0, 40)) },
        ' is no access key: those begin with AKIA. The keys of a user stand with the user.',
      ],
      'user alice',
      'name',
    );
  if (text.startsWith('arn:')) {
    const arn = subjectOfArn(text);
    return arn !== undefined && (type === undefined || arn.type === type)
      ? withArn(arn, actions)
      : failed(
          [
            { code: foreign(text.slice(0, 200)) },
            ` is no ARN of a ${type ?? 'user, role, group or policy'}.`,
          ],
          'arn:aws:iam::111122223333:role/deploy',
          'name',
        );
  }
  if (type === undefined && !isQuoted && emailPattern.test(text) && !actions)
    return found({ kind: 'person', email: text.toLowerCase() });
  if (!namePattern.test(text) || (!isQuoted && text.startsWith('-'))) return notAName(text);
  const name = text.split('/').at(-1) ?? '';
  return name === ''
    ? notAName(text)
    : found({ kind: 'entity', type, name, arn: undefined, actions });
};

const readEntity = (all: readonly Word[]): Found | WrongWords => {
  const actions = all.length > 1 && isKeyword(all.at(-1), 'actions');
  const words = actions ? all.slice(0, -1) : all;
  // `user` alone may be what somebody is called.
  const type = words.length > 1 ? typeOf(words[0]) : undefined;
  const [name, ...more] = type === undefined ? words : words.slice(1);
  const [extra] = more;
  if (name === undefined) return failed(['A name is missing.'], 'role deploy in all', 'name');
  if (extra !== undefined)
    return failed(
      [
        {
          code: foreign(
            more
              .map(({ text }) => text)
              .join(' ')
              .slice(0, 80),
          ),
        },
        ' was not understood: after the name comes at most ',
        { code: 'actions' },
        ' and ',
        { code: 'in WHERE' },
        '.',
      ],
      'role deploy in all',
      'name',
    );
  return readName(name, type, actions);
};

const understoodOf = (subject: IamSubject): Text => {
  switch (subject.kind) {
    case 'entity':
      return [
        'last use of ',
        ...(subject.type === undefined ? [] : [`the ${subject.type} `]),
        { bold: untrusted(subject.name) },
        ...(subject.actions ? [', action by action'] : []),
      ];
    case 'key':
      return ['last use of the access key ', { bold: foreign(subject.id) }];
    case 'person':
      return ['permission sets of ', { bold: untrusted(subject.email) }, ' and their last use'];
    case 'unused':
      return [`${listed(subject.what)} that nobody used for ${subject.days} days`];
  }
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** An ARN's account counts; AWS finds a key's, and a person's are wherever there are assignments. */
const placed = ({ subject, account }: Found, where: Where): Where => {
  if (account !== undefined) return { ...where, accounts: [account] };
  const isAnywhere = subject.kind === 'key' || subject.kind === 'person';
  return isAnywhere && where.accounts === undefined ? { ...where, accounts: 'all' } : where;
};

const accountProblem = (
  { account }: Found,
  { accounts }: Where,
  context: ReadingContext,
): Text | undefined => {
  if (account === undefined) return undefined;
  if (!context.accounts.some(({ id }) => id === account))
    return [`The ARN is of the account ${account}, which the settings do not list.`];
  return accounts !== undefined && accounts !== 'all' && !accounts.includes(account)
    ? [`The ARN is of the account ${account}, which is not the one after `, { code: 'in' }, '.']
    : undefined;
};

const wrong = (
  { problem, example, field }: Pick<WrongWords, 'problem' | 'example' | 'field'>,
  understood: Text = [],
): Reading<IamQuery> => ({
  kind: 'wrong',
  understood,
  problem,
  example: `/${iamLastusedSpec.name} ${example}`,
  ...(field === undefined ? {} : { field }),
});

/** Reads `[user|role|group|policy|key] NAME [actions] [in WHERE]`, `unused …`, an e-mail address. */
export const readQuery = (text: string, context: ReadingContext): Reading<IamQuery> => {
  const typed = readWords(text);
  if (typed.kind === 'wrong')
    return wrong({ problem: typed.problem, example: 'role deploy', field: undefined });
  if (typed.words.length === 0) return { kind: 'empty' };
  const taken = takeWhere(typed.words, context);
  if (taken.kind === 'wrong')
    return wrong({ problem: taken.problem, example: 'role deploy in all', field: 'where' });
  const words = split(taken.rest);
  const read = isKeyword(words[0], 'unused') ? readUnused(words.slice(1)) : readEntity(words);
  if (isWrong(read)) return wrong(read);
  const problem = accountProblem(read, taken.value, context);
  if (problem !== undefined)
    return wrong(
      { problem, example: 'role deploy in all', field: 'where' },
      understoodOf(read.subject),
    );
  const where = placed(read, taken.value);
  return {
    kind: 'question',
    query: {
      subject: read.subject,
      where: whereWords(taken.value, context.accounts),
      regions: where.regions,
    },
    understood: understoodOf(read.subject),
    where,
  };
};
