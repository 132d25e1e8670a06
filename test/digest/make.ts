import type { Place } from '../../src/core/command.ts';
import type {
  Finding,
  FindingKind,
  SectionId,
  SectionPart,
  Snapshot,
} from '../../src/core/digest.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { silentLog } from '../../src/core/log.ts';
import type { DigestSettings } from '../../src/core/settings.ts';
import { untrusted } from '../../src/core/text.ts';
import { type ComposeWish, createCompose } from '../../src/digest/compose.ts';
import { type AnySection, anySection } from '../../src/digest/section.ts';
import { createDay } from '../../src/digest/words.ts';
import { makeAccount } from '../core/access-make.ts';

export const at = Date.UTC(2026, 10, 23, 8);
export const week = 7 * 86_400_000;
const period = { from: at - week, to: at };

export const weekly: DigestSettings = {
  name: 'weekly',
  schedule: { cron: '0 9 * * 1', zone: 'UTC' },
  channel: 'sec',
  accounts: undefined,
  sections: ['iam'],
  accountChannels: [],
};

export const placeOf = (id: string, name: string): Place => ({
  account: makeAccount(id, name),
  regions: ['eu-west-1' as RegionId],
});
export const prod = placeOf('111122223333', 'prod');
export const dev = placeOf('444455556666', 'dev');

export const finding = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  kind: 'mfa',
  scope: 'mfa',
  weight: 'fail',
  what: ['user ', untrusted(id), ' has no MFA'],
  ...more,
});

export const mfa: FindingKind = {
  title: ['Users without MFA'],
  next: ['Have them register one.'],
  urgency: 80,
};

export const part = (
  findings: readonly Finding[],
  more: Partial<SectionPart> = {},
): SectionPart => ({ findings, kinds: { mfa }, unread: [], detail: {}, ...more });

export const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  at: at - week,
  isFirst: false,
  kinds: { mfa },
  fresh: [],
  open: [],
  fixed: [],
  unread: [],
  ...more,
});

/** A section that says of each account what `read` says. */
export const sectionOf = (
  read: (place: Place) => Promise<SectionPart>,
  more: Partial<AnySection> & { readonly bot?: () => Promise<SectionPart> } = {},
): AnySection => {
  const { bot, ...section } = more;
  return anySection({
    id: 'iam',
    title: 'IAM best practices',
    begin: () => ({ account: read, ...(bot && { bot }) }),
    tell: () => [],
    ...section,
  });
};

export const wishOf = (more: Partial<ComposeWish> = {}): ComposeWish => ({
  places: [prod, dev],
  sections: ['iam', 'trusted-advisor', 'watching'] satisfies readonly SectionId[],
  isBotToo: true,
  period,
  home: 'eu-west-1' as RegionId,
  urgency: 'background',
  signal: new AbortController().signal,
  previous: () => Promise.resolve(undefined),
  ...more,
});

export const composeOf = (...sections: readonly AnySection[]) =>
  createCompose({
    sections,
    clock: { now: () => at, monotonic: () => at, sleep: () => Promise.resolve() },
    log: silentLog,
  });

export const telling = {
  period,
  day: createDay('Europe/Berlin', at),
  csv: { digest: 'weekly', dueAt: at },
  counts: [],
  lateSince: undefined,
  withChannels: [],
};
