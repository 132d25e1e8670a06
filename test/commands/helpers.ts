import type { Card, CardPart } from '../../src/core/card.ts';
import type {
  Answer,
  Command,
  Place,
  Question,
  Reading,
  ReadingContext,
} from '../../src/core/command.ts';
import { AppError } from '../../src/core/errors.ts';
import { type AccountId, asAccountId, asRegionId, type RegionId } from '../../src/core/ids.ts';
import type { Person } from '../../src/core/person.ts';
import type { Account } from '../../src/core/settings.ts';
import { textWords } from '../../src/slack/render/pieces.ts';
import { renderPlain } from '../../src/slack/render/plain.ts';

export const now = Date.UTC(2026, 5, 1, 10, 2);

export const daysAgo = (days: number): number => now - days * 86_400_000;

const accountId = (id: string): AccountId => {
  const found = asAccountId(id);
  if (found === undefined) throw new Error(`${id} is no account`);
  return found;
};

export const regionId = (id: string): RegionId => {
  const found = asRegionId(id);
  if (found === undefined) throw new Error(`${id} is no region`);
  return found;
};

export const accountOf = (id: string, name: string): Account => ({
  id: accountId(id),
  name,
  role: `arn:aws:iam::${id}:role/TrailwardenReader`,
  externalId: undefined,
  regions: [regionId('eu-west-1'), regionId('us-east-1')],
  groups: [],
});

export const prod = accountOf('111122223333', 'prod');
export const staging = accountOf('444455556666', 'staging');
export const sandbox = accountOf('777788889999', 'sandbox');

export const context: ReadingContext = {
  now,
  zone: 'Europe/Berlin',
  accounts: [prod, staging, sandbox],
};

const person: Person = {
  id: { enterprise: undefined, team: 'T1', user: 'U1' },
  name: 'Alice',
  email: 'alice@example.com',
  zone: 'Europe/Berlin',
  kind: 'member',
};

export const placesOf = (...accounts: readonly Account[]): readonly Place[] =>
  accounts.map((account) => ({ account, regions: account.regions }));

/** What a person would read: the card, then each detail. */
export const shown = ({ card, details = [] }: Answer): string =>
  [card, ...details.map((detail) => detail.card)].map((each) => renderPlain(each)).join('\n\n');

export const shownCard = ({ card }: Answer): string => renderPlain(card);

const linesOf = (part: CardPart): readonly string[] =>
  part.kind === 'table'
    ? part.rows.map((row) =>
        row.map((cell) => ('number' in cell ? cell.shown : textWords(cell, 500))).join(' | '),
      )
    : [];

/** Every row of every table, whole. */
export const rowsOf = ({ parts }: Card): readonly string[] => parts.flatMap(linesOf);

/** What no person should ever see. */
export const machineWords = /undefined|\bnull\b|NaN|\[object|Invalid Date|Infinity|1970-01-01/;

interface Asked {
  readonly places?: readonly Place[];
  readonly self?: string;
  readonly signal?: AbortSignal;
  readonly older?: unknown;
}

const reasonText = (reading: Reading<unknown>): string =>
  reading.kind === 'wrong' ? textWords(reading.problem, 900) : reading.kind;

/** Asks a command with words, as the desk does. */
export const ask = async <Q>(
  command: Command<Q>,
  text: string,
  { places = placesOf(prod), self, signal = new AbortController().signal, older }: Asked = {},
): Promise<Answer> => {
  const reading = command.read(text, context);
  if (reading.kind !== 'question') throw new Error(reasonText(reading));
  const regions = reading.where.regions;
  const question: Question<Q> = {
    query: reading.query,
    places: regions === undefined ? places : places.map((place) => ({ ...place, regions })),
    asker: person,
    self,
    signal,
    progress: () => undefined,
    older,
  };
  return command.run(question);
};

export const denied = (action: string): AppError =>
  new AppError(`${action} in 111122223333, us-east-1: the permission ${action} is missing.`, {
    kind: 'access',
    code: 'aws_access_denied',
    hint: `Add {"Effect":"Allow","Action":"${action}","Resource":"*"} to the policy of the role.`,
  });

/** Never answers before the signal aborts, and then rejects as readers do. */
export const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void =>
      reject(new AppError('AWS did not answer in time', { kind: 'upstream', code: 'aws_timeout' }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
