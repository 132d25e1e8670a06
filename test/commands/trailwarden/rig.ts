import type { TrailwardenDeps } from '../../../src/commands/trailwarden/deps.ts';
import { createTrailwarden } from '../../../src/commands/trailwarden/trailwarden.ts';
import type { Answer, Place, Question } from '../../../src/core/command.ts';
import type { Evidence } from '../../../src/core/evidence.ts';
import { type ChannelId, isChannelId } from '../../../src/core/ids.ts';
import type { Incident, Placement } from '../../../src/core/incident-store.ts';
import type { Post } from '../../../src/core/post-store.ts';
import type { Suppression } from '../../../src/core/settings.ts';
import type { Store } from '../../../src/core/store.ts';
import { untrusted } from '../../../src/core/text.ts';
import { evidenceOfMessage } from '../../../src/incidents/evidence/merge.ts';
import { createMuting } from '../../../src/incidents/mutes.ts';
import { textWords } from '../../../src/slack/render/pieces.ts';
import { eventOf } from '../../incidents/fake-evidence.ts';
import {
  alertKey,
  makeAlert,
  makeIncident,
  makePlacement,
  makePost,
  start,
  type TestClock,
} from '../../store/make.ts';
import { accountOf } from '../helpers.ts';

export const prod = accountOf('111122223333', 'prod');
export const staging = accountOf('444455556666', 'staging');
const accounts = [prod, staging];

export interface TrailwardenRig {
  readonly store: Store;
  readonly clock: TestClock;
  readonly suppressions: Suppression[];
}

/** What is tested here asks nothing of AWS. */
const nothing = {} as TrailwardenDeps;

const trailwardenOf = ({ store, clock, suppressions }: TrailwardenRig) =>
  createTrailwarden({
    ...nothing,
    specs: [],
    accounts: () => accounts,
    suppressions: () => suppressions,
    suppressedBy: async (tx, { reason }) => Number((await tx.meta.get(reason)) ?? 0),
    muting: createMuting({ now: clock.now, guards: () => false }),
    store,
    clock,
  });

export const everywhere: readonly Place[] = accounts.map((account) => ({ account, regions: [] }));

export interface Asked extends Partial<Pick<Question<unknown>, 'isUnlistedToo' | 'signal'>> {
  readonly places?: readonly Place[];
  readonly older?: unknown;
}

/** Asks as the desk does, with the places that it found. */
export const ask = async (
  rig: TrailwardenRig,
  text: string,
  { places = everywhere, signal = new AbortController().signal, ...more }: Asked = {},
): Promise<Answer> => {
  const command = trailwardenOf(rig);
  const reading = command.read(text, { now: rig.clock.now(), zone: 'Etc/UTC', accounts });
  if (reading.kind !== 'question')
    throw new Error(reading.kind === 'wrong' ? textWords(reading.problem, 900) : reading.kind);
  return command.run({
    query: reading.query,
    places,
    asker: {
      id: { enterprise: undefined, team: 'T1', user: 'U0ALICE' },
      name: 'Alice',
      email: 'alice@example.com',
      zone: 'Etc/UTC',
      kind: 'member',
    },
    self: undefined,
    signal,
    progress: () => undefined,
    older: undefined,
    ...more,
  });
};

export const channelId = (id: string): ChannelId => {
  if (!isChannelId(id)) throw new Error(`${id} is no channel`);
  return id;
};

interface Stood {
  readonly incident?: Partial<Incident>;
  readonly alert?: Partial<Incident['latest']>;
  readonly placement?: Partial<Placement>;
  readonly post?: Partial<Post>;
}

/** Puts an incident of this name into the store, with its message in a channel. */
export const put = async (
  { store }: TrailwardenRig,
  name: string,
  { incident = {}, alert = {}, placement = {}, post = {} }: Stood = {},
): Promise<Incident> => {
  const latest = makeAlert({
    key: alertKey(`111122223333/eu-west-1/${name}`),
    name: untrusted(name),
    account: prod.id,
    ...(prod.regions[0] !== undefined && { region: prod.regions[0] }),
    ...alert,
  });
  const made = makeIncident({ latest, ...incident });
  const message = makePost({
    owner: made.id,
    postedIn: channelId('C0SECPROD'),
    ts: '1772359320.000100',
    ...post,
  });
  await store.transaction(async (tx) => {
    await tx.incidents.put(made);
    await tx.posts.insert(message);
    await tx.incidents.putPlacement(
      makePlacement({ incidentId: made.id, postId: message.id, ...placement }),
    );
  });
  return made;
};

/** mallory stopped the trail. */
export const evidenceOf = (incidentId: string): Evidence =>
  evidenceOfMessage(
    incidentId,
    [
      eventOf({
        id: 'event-1',
        by: 'mallory',
        call: 'StopLogging',
        when: start,
        detection: 'cloudtrail-change',
      }),
    ],
    start,
  );
