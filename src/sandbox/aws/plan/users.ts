import { machineName, personName } from '../iam/names.ts';
import { storyUsers } from '../iam/story.ts';
import { createRandom, type Random } from '../trail/random.ts';
import { largeDirectory, type Planned, policyExpires } from './accounts.ts';
import { always, drawSpan, type Span } from './span.ts';

/** What may be wrong with a user; of each slot at most one. */
const personSlots = [
  [['no-mfa', 0.06]],
  [
    ['unused-password', 0.05],
    ['idle-password', 0.02],
    ['never-used-password', 0.02],
    ['old-password', 0.05],
  ],
  [
    ['own-policy', 0.04],
    ['own-admin', 0.006],
    ['inline-admin', 0.006],
    ['no-group', 0.02],
  ],
] as const;

const machineSlots = [
  [
    ['own-policy', 0.08],
    ['own-admin', 0.008],
    ['inline-admin', 0.008],
    ['no-group', 0.02],
  ],
] as const;

const keySlots = [
  [
    ['ancient-key', 0.04],
    ['old-key', 0.18],
    ['stale-key', 0.08],
  ],
  [
    ['inactive-key', 0.08],
    ['second-key', 0.04],
  ],
] as const;

type Slots = typeof personSlots | typeof machineSlots | typeof keySlots;
export type UserFlaw = Slots[number][number][0] | 'shared-name';

/** What takes more than a week to become so. */
const slow: ReadonlySet<UserFlaw> = new Set([
  'unused-password',
  'idle-password',
  'never-used-password',
  'old-password',
  'ancient-key',
  'old-key',
  'stale-key',
  'inactive-key',
]);

/** A user before anybody has asked for it. */
export interface PlannedUser {
  readonly name: string;
  readonly kind: 'person' | 'machine';
  /** Its group, unless it is in none. */
  readonly group: string;
  readonly hasKey: boolean;
  readonly there: Span;
  readonly flaws: ReadonlyMap<UserFlaw, Span>;
}

type Flaws = readonly (readonly [UserFlaw, Span])[];

const drawSlots = (random: Random, slots: Slots): Flaws =>
  slots.flatMap((slot): Flaws => {
    let left = random.next();
    const found = slot.find(([, rate]) => {
      left -= rate;
      return left < 0;
    });
    const span = drawSpan(random, found !== undefined && slow.has(found[0]));
    return found === undefined ? [] : [[found[0], span]];
  });

const peopleGroups = ['administrators', 'auditors', 'billing', 'deployers', 'developers'] as const;
/** Nobody's own: several people share them. */
const sharedNames = ['admin', 'shared-ops', 'team', 'guest', 'temp-admin'] as const;

const planPerson = (planned: Planned, random: Random, name: string): PlannedUser => {
  const hasKey = random.next() < 0.3;
  const drawn = drawSlots(random, personSlots).filter(
    ([flaw]) => flaw !== 'old-password' || policyExpires(planned),
  );
  const ofKeys = drawSlots(random, keySlots);
  return {
    name,
    kind: 'person',
    group: random.pick(peopleGroups),
    hasKey,
    there: always,
    flaws: new Map([...drawn, ...(hasKey ? ofKeys : [])]),
  };
};

const planMachine = (random: Random, name: string): PlannedUser => ({
  name,
  kind: 'machine',
  group: 'machines',
  hasKey: true,
  there: always,
  flaws: new Map([...drawSlots(random, machineSlots), ...drawSlots(random, keySlots)]),
});

/** Came after the first week, when somebody else left, and is not set up yet. */
const newcomer = (name: string): PlannedUser => ({
  name,
  kind: 'person',
  group: 'developers',
  hasKey: false,
  there: { from: 1, until: 3 },
  flaws: new Map<UserFlaw, Span>([
    ['no-mfa', { from: 1, until: 3 }],
    ['no-group', { from: 1, until: 2 }],
  ]),
});

const leaver = (user: PlannedUser): PlannedUser => ({ ...user, there: { from: 0, until: 1 } });

/** The first is shared by several people in half of the accounts, the second one leaves. */
const planFew = (planned: Planned, random: Random, taken: Set<string>): readonly PlannedUser[] => {
  const isShared = random.next() < 0.5;
  const shared = random.pick(sharedNames);
  const first = planPerson(planned, random, isShared ? shared : personName(random, taken));
  const flaws = new Map([...first.flaws, ...(isShared ? [['shared-name', always] as const] : [])]);
  return [
    { ...first, flaws },
    leaver(planPerson(planned, random, personName(random, taken))),
    newcomer(personName(random, taken)),
  ];
};

const usersIn = ({ account }: Planned): number => (account.name === largeDirectory ? 5_000 : 150);

/** The users of an account of the large organisation, beside those whom a story is about. */
export const planUsers = (planned: Planned): readonly PlannedUser[] => {
  const random = createRandom(`plan:users:${planned.account.id}`);
  const known = storyUsers({ ...planned, now: 0 });
  const taken = new Set(known.map(({ name }) => name));
  const few = planFew(planned, random, taken);
  // Of the few there are two at any time.
  const length = usersIn(planned) - known.length - 2;
  const many = Array.from({ length }, () =>
    random.next() < 0.7
      ? planPerson(planned, random, personName(random, taken))
      : planMachine(random, machineName(random, taken)),
  );
  return [...few, ...many];
};
