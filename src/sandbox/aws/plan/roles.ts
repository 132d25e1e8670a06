import { roleName } from '../iam/names.ts';
import { storyRoles } from '../iam/story.ts';
import { createRandom, type Random } from '../trail/random.ts';
import { largeDirectory, type Planned } from './accounts.ts';
import { always, drawSpan, type Span } from './span.ts';

const rates = [
  ['open-trust', 0.008],
  ['loose-trust', 0.006],
  ['stranger', 0.02],
  ['inline-admin', 0.01],
  // These are as they should be, and look alike.
  ['vendor', 0.03],
  ['of-organisation', 0.02],
] as const;

type RoleTrait = (typeof rates)[number][0];

/** A role before anybody has asked for it. */
export interface PlannedRole {
  readonly name: string;
  readonly trait: RoleTrait | undefined;
  /** When it has the trait. */
  readonly span: Span;
  /** It is for machines, or for functions. */
  readonly isForInstances: boolean;
}

const drawTrait = (random: Random): RoleTrait | undefined => {
  let left = random.next();
  return rates.find(([, rate]) => {
    left -= rate;
    return left < 0;
  })?.[0];
};

const rolesIn = ({ account }: Planned): number => (account.name === largeDirectory ? 60 : 40);

/** The first two hold the account's own policies, for better or worse; the third one is for EC2. */
export const planRoles = (planned: Planned): readonly PlannedRole[] => {
  const random = createRandom(`plan:roles:${planned.account.id}`);
  const known = storyRoles({ ...planned, now: 0 });
  const taken = new Set(known.map(({ name }) => name));
  return Array.from({ length: rolesIn(planned) - known.length }, (_, index): PlannedRole => {
    const name = roleName(random, taken);
    const trait = drawTrait(random);
    const span = drawSpan(random);
    const isForInstances = index === 2 || /worker|indexer/.test(name);
    return index < 3
      ? { name, trait: undefined, span: always, isForInstances }
      : { name, trait, span, isForInstances };
  });
};
