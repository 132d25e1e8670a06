import type { Answer, Place } from '../../core/command.ts';
import { gather } from '../../core/gather.ts';
import { unreadOf } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';
import type { UnusedKind } from './query.ts';
import { sourcesOf, type UnusedSource, type UnusedSubject, unusedCard } from './unused-card.ts';
import { merged, type UnusedFound, unusedKeys, unusedRoles, unusedUsers } from './unused-find.ts';

interface Part {
  readonly place: Place;
  readonly source: UnusedSource;
}

interface PartFound {
  readonly found: ReadonlyMap<UnusedKind, UnusedFound>;
  /** When the report is from. */
  readonly asOf: number | undefined;
}

const readPart = async (
  deps: IamLastusedDeps,
  { what, days }: UnusedSubject,
  { place, source }: Part,
  question: IamQuestion,
): Promise<PartFound> => {
  const where = iamWhere(deps, place);
  const window = { now: deps.clock.now(), days };
  if (source === 'roles') {
    const roles = await deps.iam.rolesWithLastUse(where, readingOf(question));
    return { found: new Map([['roles', unusedRoles(roles, place, window)]]), asOf: undefined };
  }
  const report = await deps.iam.credentialReport(where, readingOf(question));
  return {
    asOf: report.generatedAt,
    found: new Map<UnusedKind, UnusedFound>([
      ...(what.includes('users') ? [['users', unusedUsers(report, place, window)] as const] : []),
      ...(what.includes('keys') ? [['keys', unusedKeys(report, place, window)] as const] : []),
    ]),
  };
};

const partName = ({ place, source }: Part, { what }: UnusedSubject): string => {
  const ofReport = what.filter((kind) => kind !== 'roles').join(' and ');
  return `${source === 'roles' ? 'roles' : ofReport} in ${place.account.name}`;
};

/** What nobody used, in every account at once, from two reads each. */
export const unusedAnswer = async (
  deps: IamLastusedDeps,
  subject: UnusedSubject,
  question: IamQuestion,
): Promise<Answer> => {
  const parts = question.places.flatMap((place) =>
    sourcesOf(subject).map((source): Part => ({ place, source })),
  );
  const got = await gather(parts, (part) => readPart(deps, subject, part, question), {
    signal: question.signal,
    onDone: (done, of) => question.progress([`IAM: ${done} of ${of} reports`]),
  });
  const read = got.flatMap((one) => (one.kind === 'read' ? [one.value] : []));
  const unread = unreadOf(parts, got, (part) => partName(part, subject));
  const [failure] = unread;
  if (read.length === 0 && question.places.length === 1 && failure?.error !== undefined)
    throw failure.error;
  const found = subject.what.flatMap((kind) => {
    const ofKind = read.flatMap((one) => one.found.get(kind) ?? []);
    return ofKind.length === 0 ? [] : [[kind, merged(ofKind)] as const];
  });
  return unusedCard(
    {
      subject,
      found: new Map(found),
      asOf: read.flatMap(({ asOf }) => asOf ?? []),
      unread,
      of: parts.length,
    },
    deps.clock.now(),
    question,
  );
};
