import type { SampleAccount } from '../accounts.ts';
import type { Organisation } from '../organisation.ts';
import { createRandom } from '../trail/random.ts';
import { always, drawSpan, isIn, type Span, type Week } from './span.ts';

/** The account with the large directory, for whoever measures. */
export const largeDirectory = 'legacy';

/** Whose account is planned. */
export interface Planned {
  readonly organisation: Organisation;
  readonly account: SampleAccount;
}

/** What may be wrong with an account as a whole, and how likely it is. */
const rates = {
  'root-key': 0,
  'root-without-mfa': 0,
  'root-used': 0.04,
  'no-password-policy': 0.1,
  'short-passwords': 0.15,
  'reused-passwords': 0.1,
  'no-security-contact': 0.2,
  'no-billing-contact': 0.1,
  'no-operations-contact': 0.2,
  'wide-machine-policy': 0.4,
  'wide-workload-policy': 0.3,
  'admin-policy': 0.1,
  'escalating-policy': 0.15,
} as const;

export type AccountFlaw = keyof typeof rates;
type Flaws = Partial<Readonly<Record<AccountFlaw, Span>>>;

const lately: Span = { from: 1, until: 3 };

/** Accounts of which more is known. */
const told: Readonly<Record<string, Flaws>> = {
  legacy: { 'root-key': always, 'no-password-policy': always },
  'sandbox-5': { 'root-key': { from: 0, until: 1 } },
  staging: { 'no-password-policy': always, 'no-security-contact': { from: 0, until: 2 } },
  'acquired-1': { 'root-key': lately, 'root-used': lately },
  'acquired-2': { 'root-without-mfa': { from: 0, until: 2 }, 'admin-policy': always },
  // Its root user signed in: the story says so.
  'sandbox-3': { 'root-without-mfa': always, 'root-used': always },
};

/** Where everything is in order but what a story says. */
const orderly: ReadonlySet<string> = new Set(['prod', 'security', 'management', 'log-archive']);

/** At most one of them makes sense at a time. */
const passwordFlaws: readonly AccountFlaw[] = [
  'no-password-policy',
  'short-passwords',
  'reused-passwords',
];

const isFlaw = (name: string): name is AccountFlaw => Object.hasOwn(rates, name);

/** What an account has, and when; always the same for the same account. */
export const planAccount = ({ account: { id, name } }: Planned): ReadonlyMap<AccountFlaw, Span> => {
  const random = createRandom(`plan:account:${id}`);
  const drawn = Object.entries(rates).flatMap(([flaw, rate]) => {
    const [number, span] = [random.next(), drawSpan(random)];
    return isFlaw(flaw) && number < rate && !orderly.has(name) ? [[flaw, span] as const] : [];
  });
  const flaws = new Map([
    ...drawn,
    ...Object.entries(told[name] ?? {}).filter((one): one is [AccountFlaw, Span] => isFlaw(one[0])),
  ]);
  const [first, ...others] = passwordFlaws.filter((flaw) => flaws.has(flaw));
  if (first !== undefined) for (const flaw of others) flaws.delete(flaw);
  return flaws;
};

export const hasFlaw = (planned: Planned, flaw: AccountFlaw, week: Week): boolean =>
  isIn(planAccount(planned).get(flaw), week);

/** Passwords end after 90 days where there is a policy all the time, in `prod` and a quarter of the others. */
export const policyExpires = (planned: Planned): boolean =>
  planned.account.id === planned.organisation.places.prod ||
  (!planAccount(planned).has('no-password-policy') &&
    createRandom(`plan:expires:${planned.account.id}`).next() < 0.25);

/** A condition narrows what gives much there: nobody is flawed for that there is none. */
export const isGuarded = ({ account: { id } }: Planned): boolean =>
  createRandom(`plan:guard:${id}`).next() < 0.3;

/** Denies everything in this account in the second week. */
const lockedAccount = 'partners';

export const isLocked = ({ organisation, account }: Planned, week: Week): boolean =>
  organisation.size === 'large' && account.name === lockedAccount && week === 1;
