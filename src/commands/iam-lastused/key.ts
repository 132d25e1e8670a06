import type { AccessKey, AccessKeyUse } from '../../aws/iam-types.ts';
import type { CardPart } from '../../core/card.ts';
import type { Answer, Place } from '../../core/command.ts';
import { gather, valueOrThrow } from '../../core/gather.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { homeRegion } from '../asking/account.ts';
import { age, ago } from '../asking/age.ts';
import { cliLine } from '../asking/cli-line.ts';
import { unreadOf, unreadParts } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';
import { note } from './notes.ts';
import { wordsInPlace } from './query.ts';

const notHere = (id: string, why: Text, isPartial = false): Answer => ({
  isPartial,
  card: { headline: ['The key ', { bold: foreign(id) }, ' ', ...why], parts: [] },
});

const outOfTime: Text = ['could not be read: there was no time left. Ask again'];

const useText = ({ at, service, region }: AccessKeyUse, now: number): Text => {
  if (at === undefined) return ['was never used'];
  return [
    `was last used ${ago(at, now)}`,
    ...(service === undefined || service === 'N/A' ? [] : [', for ', foreign(service)]),
    ...(region === undefined || region === 'N/A' ? [] : [' in ', foreign(region)]),
  ];
};

const facts = (
  use: AccessKeyUse,
  key: AccessKey | undefined,
  place: Place,
  now: number,
): CardPart => ({
  kind: 'facts',
  facts: [
    { label: 'User', value: [foreign(use.userName ?? 'not told by AWS')] },
    { label: 'Account', value: [`${place.account.name} (${place.account.id})`] },
    ...(use.at === undefined
      ? []
      : [{ label: 'Last used', value: [{ time: use.at, style: 'date-time' } as const] }]),
    ...(key === undefined
      ? []
      : [{ label: 'State', value: [key.isActive ? 'active' : 'inactive'] }]),
    ...(key?.createdAt === undefined ? [] : [{ label: 'Age', value: [age(key.createdAt, now)] }]),
  ],
});

const nextOf = (userName: string | undefined, place: Place): Answer['next'] =>
  userName === undefined
    ? []
    : [
        {
          label: `The user ${foreign(userName).untrusted}`.slice(0, 75),
          text: wordsInPlace(
            { kind: 'entity', type: 'user', name: userName, arn: undefined, actions: false },
            place,
          ),
        },
      ];

const readInPlace = async (
  deps: IamLastusedDeps,
  id: string,
  place: Place,
  question: IamQuestion,
): Promise<Answer> => {
  const where = iamWhere(deps, place);
  const reading = readingOf(question);
  const [got] = await gather([id], () => deps.iam.accessKeyUse(where, id, reading), question);
  const use = valueOrThrow(got);
  if (got?.kind === 'late') return notHere(id, outOfTime, true);
  if (use === undefined)
    return notHere(id, [`is not there any more in ${place.account.name}: it was deleted`]);
  const { userName } = use;
  const users = userName === undefined ? [] : [userName];
  const lists = await gather(users, (user) => deps.iam.accessKeys(where, user, reading), question);
  const key = lists
    .flatMap((list) => (list.kind === 'read' ? list.value : []))
    .find((one) => one.id === id);
  const unread = unreadOf(users, lists, () => 'state and age of the key');
  const now = deps.clock.now();
  return {
    isPartial: unread.length > 0,
    card: {
      headline: [
        'The key ',
        { bold: foreign(id) },
        ...(userName === undefined ? [] : [' of ', foreign(userName)]),
        ` in ${place.account.name} `,
        ...useText(use, now),
      ],
      parts: [
        ...unreadParts(unread, 2, 'part'),
        facts(use, key, place, now),
        note(
          'Denied attempts count too; AWS knows uses since 22 April 2015, to a quarter of an hour. Asked of AWS: GetAccessKeyInfo, GetAccessKeyLastUsed, ListAccessKeys. ',
          cliLine(
            'iam',
            'get-access-key-last-used',
            '--access-key-id',
            id,
            '--region',
            homeRegion(place),
          ),
        ),
      ],
    },
    next: nextOf(userName, place) ?? [],
  };
};

/** One access key: AWS tells which account it is of; only there it is read. */
export const keyAnswer = async (
  deps: IamLastusedDeps,
  id: string,
  question: IamQuestion,
): Promise<Answer> => {
  const [got] = await gather(
    [id],
    () => deps.keys.accountOfKey(deps.home(), id, readingOf(question)),
    question,
  );
  const account = valueOrThrow(got);
  if (got?.kind === 'late') return notHere(id, outOfTime, true);
  if (account === undefined) return notHere(id, ['is none that AWS knows']);
  const place = question.places.find((one) => one.account.id === account);
  // Of an account that was not asked about, or may not be, nothing is said.
  if (place === undefined)
    return notHere(id, ['belongs to none of the accounts that were asked about']);
  return readInPlace(deps, id, place, question);
};
