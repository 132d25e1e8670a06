import { hour } from '../../../core/clock.ts';
import { colleagues } from '../identity/directory.ts';
import { agents } from './agents.ts';
import {
  type Actor,
  assumedRole,
  awsService,
  type RoleSession,
  workforceSession,
} from './identities.ts';
import { exampleId, type Random } from './random.ts';

/** Who makes the background's calls. */
export type ActorKind = 'app' | 'batch' | 'pipeline' | 'person' | 'scanner' | 'service';

interface Performer {
  readonly actor: Actor;
  readonly from: string;
  readonly agent: string;
  readonly viaConsole: boolean;
}

type Perform = (account: string, at: number, random: Random) => Performer;

const plain = { viaConsole: false };

/** A key per account and role; STS knows whose it is. */
const keyOf = (account: string, name: string): string => exampleId('ASIA', `${account}/${name}`);

const sessionOf = (account: string, role: string, session: string, since: number): RoleSession => ({
  account,
  role,
  session,
  accessKeyId: keyOf(account, role),
  since,
});

const roleSession = (account: string, role: string, session: string, at: number): Actor =>
  assumedRole(sessionOf(account, role, session, at - hour / 2));

/** The application runs as tasks, whose ids are the names of its sessions. */
export const applicationSession = (account: string, task: string, since: number): RoleSession =>
  sessionOf(account, 'orders-task', task, since);

const performers: Readonly<Record<ActorKind, Perform>> = {
  app: (account, at, random) => ({
    actor: roleSession(account, 'orders-task', random.hex(32), at),
    from: `192.0.2.${10 + random.integer(20)}`,
    agent: agents.sdk,
    ...plain,
  }),
  batch: (account, at) => ({
    actor: roleSession(account, 'nightly-batch', 'nightly-batch', at),
    from: '192.0.2.44',
    agent: agents.boto,
    ...plain,
  }),
  pipeline: (account, at, random) => ({
    actor: roleSession(account, 'terraform', `plan-${1000 + random.integer(800)}`, at),
    from: `203.0.113.${130 + random.integer(8)}`,
    agent: agents.terraform,
    ...plain,
  }),
  person: (account, at, random) => {
    const who = random.pick(colleagues);
    const accessKeyId = keyOf(account, who.email);
    const since = at - 20 * 60_000;
    return {
      actor: assumedRole(workforceSession(account, who, { accessKeyId, since, mfa: true })),
      from: who.address,
      agent: agents.console,
      viaConsole: true,
    };
  },
  scanner: (account, at) => ({
    actor: assumedRole({
      account,
      role: 'AWSServiceRoleForConfig',
      path: '/aws-service-role/config.amazonaws.com/',
      session: 'AWSConfig-Describe',
      accessKeyId: keyOf(account, 'AWSServiceRoleForConfig'),
      since: at - hour,
      invokedBy: 'config.amazonaws.com',
    }),
    from: 'config.amazonaws.com',
    agent: 'config.amazonaws.com',
    ...plain,
  }),
  service: () => {
    const principal = 'ecs-tasks.amazonaws.com';
    return { actor: awsService(principal), from: principal, agent: principal, ...plain };
  },
};

export const perform = (kind: ActorKind, account: string, at: number, random: Random): Performer =>
  performers[kind](account, at, random);

/** The access keys that the background uses in an account. */
export const backgroundKeys = (account: string): readonly string[] =>
  [
    'orders-task',
    'nightly-batch',
    'terraform',
    'AWSServiceRoleForConfig',
    ...colleagues.map(({ email }) => email),
  ].map((name) => keyOf(account, name));
