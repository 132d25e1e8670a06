import type { Alert } from '../core/alert.ts';
import { alertKey } from '../core/alert-key.ts';
import { parseArn } from '../core/arn.ts';
import { day, hour } from '../core/clock.ts';
import type { EvidenceEvent } from '../core/evidence.ts';
import type { Account } from '../core/settings.ts';
import type { Tx } from '../core/store.ts';
import { untrusted } from '../core/text.ts';
import { parseJson } from '../core/unwrap-json.ts';
import { sentenceOf } from './evidence/sentence.ts';

/** Records come late, at most so long after a session is over. */
const lateMs = day;

const keyWork = 'own-key';
const keyId = (hash: string): string => `${keyWork} ${hash}`;

/** Remembers, for all replicas, a session that AWS gave to the bot. */
export const rememberSession = (tx: Tx, accessKeyHash: string, expiresAt: number): Promise<void> =>
  tx.due.put({
    id: keyId(accessKeyHash),
    kind: keyWork,
    at: expiresAt + lateMs,
    payload: accessKeyHash,
  });

/** Forgets a session that is over for long. */
export const ownKeyWork = {
  [keyWork]: (tx: Tx, hash: string): Promise<void> => tx.due.remove(keyId(hash)),
};

const isOurs = async (tx: Tx, { accessKeyHash: hash }: EvidenceEvent): Promise<boolean> =>
  hash !== undefined && (await tx.due.get(keyId(hash))) !== undefined;

/** A call that a role of ours may not make. */
interface OwnDenied {
  readonly account: string;
  /** `iam:ListUsers`. */
  readonly action: string;
  /** Our clock. */
  readonly at: number;
}

const deniedKey = 'own-denied';
const mostDenied = 50;

const isDenied = (value: unknown): value is OwnDenied =>
  typeof value === 'object' &&
  value !== null &&
  'account' in value &&
  'action' in value &&
  'at' in value &&
  typeof value.account === 'string' &&
  typeof value.action === 'string' &&
  typeof value.at === 'number';

/** What the bot itself was denied in the last day. */
const deniedOf = async (tx: Tx, now: number): Promise<readonly OwnDenied[]> => {
  const kept = parseJson((await tx.meta.get(deniedKey)) ?? '[]')?.value;
  return Array.isArray(kept) ? kept.filter(isDenied).filter(({ at }) => at > now - day) : [];
};

const noteDenied = async (tx: Tx, { trail }: EvidenceEvent, now: number): Promise<void> => {
  const account = trail.account ?? 'an unknown account';
  const action = `${trail.service}:${trail.call}`;
  const known = await deniedOf(tx, now);
  const same = known.find((one) => one.account === account && one.action === action);
  // Once an hour is enough to know that it goes on.
  if (same !== undefined && same.at > now - hour) return;
  const others = known.filter((one) => one !== same).slice(-mostDenied + 1);
  await tx.meta.set(deniedKey, JSON.stringify([...others, { account, action, at: now }]));
};

/** What is missing in the policies of the bot's roles, with the line that gives it. */
export const ownDeniedProblems = async (tx: Tx, now: number): Promise<readonly string[]> =>
  (await deniedOf(tx, now)).map(
    ({ account, action }) =>
      `In ${account} the bot itself is denied ${action}. Its role there needs {"Effect": "Allow", "Action": "${action}", "Resource": "*"}, or a policy denies it.`,
  );

const roleKey = 'own-role';

/** `111122223333/Trailwarden`, of a role or of a session of it: their ARNs differ, the name is unique. */
const roleIn = (arn: string): string | undefined => {
  const { service, account, resource = '' } = parseArn(arn) ?? {};
  const [kind, ...path] = resource.split('/');
  const name = kind === 'assumed-role' ? path[0] : path.at(-1);
  const isRole = kind === 'assumed-role' ? service === 'sts' : kind === 'role' && service === 'iam';
  return isRole && account !== undefined && name ? `${account}/${name}` : undefined;
};

/** Remembers, for all replicas, which role the bot runs as; it may run as none. */
export const rememberOwnRole = (tx: Tx, callerArn: string): Promise<void> =>
  tx.meta.set(roleKey, roleIn(callerArn) ?? '');

/** Is it a call with a role that only the bot may have? */
const isOfOurRole = async (
  tx: Tx,
  { actor }: EvidenceEvent,
  accounts: readonly Account[],
): Promise<boolean> => {
  if (accounts.some(({ role }) => role === actor)) return true;
  const role = roleIn(actor);
  return role !== undefined && role === (await tx.meta.get(roleKey));
};

/** Somebody else has credentials of a role that only the bot may assume. */
const usedElsewhere = (alert: Alert, { actor }: EvidenceEvent): Alert => {
  const { foldsWithinMs: _, ...standing } = alert;
  const { account = '', region = '' } = alert;
  return {
    ...standing,
    key: alertKey(['cloudtrail', account, region, 'own-role-used-elsewhere', actor]),
    name: untrusted('Role of the bot used from elsewhere'),
    severity: { level: 'critical', reason: 'nobody but the bot is to have this role' },
    facts: [
      ...alert.facts.filter(({ label }) => label !== 'Meaning' && label !== 'Next'),
      {
        label: 'Meaning',
        value: ['The session is none that AWS gave to this bot: somebody else assumed its role.'],
      },
      {
        label: 'Next',
        value: [
          'See who may assume it (its trust policy), and look for its AssumeRole. If it was a doctor or another copy of the bot, it is none.',
        ],
      },
    ],
  };
};

/** Without what the bot was denied itself; undefined: nothing else is left. */
const withoutOwn = (alert: Alert, left: readonly EvidenceEvent[]): Alert | undefined => {
  const [newest] = left;
  if (newest === undefined) return undefined;
  if (left.length === alert.events?.length) return alert;
  return { ...alert, at: newest.trail.when ?? alert.at, cause: sentenceOf(newest), events: left };
};

/**
 * What an alert about the bot's own roles comes to: its own denied calls are a matter of the set-up,
 * undefined; a session that is not its own is critical; any other alert stays as it is. One that an
 * alarm's evidence made has many events, and loses those of the bot alone.
 */
export const judgeOwnRoles = async (
  tx: Tx,
  alert: Alert,
  accounts: readonly Account[],
  now: number,
): Promise<Alert | undefined> => {
  const { events = [] } = alert;
  if (events.length === 0) return alert;
  const left: EvidenceEvent[] = [];
  let elsewhere: EvidenceEvent | undefined;
  for (const event of events) {
    const isOwn = await isOurs(tx, event);
    if (!isOwn && (await isOfOurRole(tx, event, accounts))) elsewhere ??= event;
    if (isOwn && event.trail.outcome === 'denied') await noteDenied(tx, event, now);
    else left.push(event);
  }
  const judged = withoutOwn(alert, left);
  return judged && elsewhere ? usedElsewhere(judged, elsewhere) : judged;
};
