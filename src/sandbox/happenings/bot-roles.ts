import { hour } from '../../core/clock.ts';
import { homeRegion, prod, security } from '../aws/accounts.ts';
import { agents } from '../aws/trail/agents.ts';
import { assumedRole, type RoleSession, sessionArn } from '../aws/trail/identities.ts';
import { exampleId } from '../aws/trail/random.ts';
import type { Deed } from '../aws/trail/record.ts';
import { deniedText } from '../aws/trail/story/cast.ts';
import { writeAndSend } from './bridge.ts';
import type { Happening, World } from './happening.ts';

/** A session of the role that the bot reads prod by. */
const reader = (at: number, accessKeyId: string, session = 'trailwarden'): RoleSession => ({
  account: prod,
  role: 'TrailwardenReader',
  session,
  accessKeyId,
  since: at - hour / 4,
});

/** What the bot runs as. */
const own = (at: number, accessKeyId: string): RoleSession => ({
  account: security,
  role: 'Trailwarden',
  session: 'sandbox',
  accessKeyId,
  since: at - hour,
});

interface Refusal {
  readonly at: number;
  readonly session: RoleSession;
  readonly source: string;
  readonly name: string;
  readonly from: string;
  readonly agent: string;
  readonly resource: string;
}

const refused = ({ session, resource, ...call }: Refusal): Deed => ({
  ...call,
  account: session.account,
  region: homeRegion,
  actor: assumedRole(session),
  readOnly: true,
  error: {
    code: 'AccessDenied',
    message: deniedText(sessionArn(session), `${call.source}:${call.name}`, resource),
  },
  request: null,
});

const botsAddress = '192.0.2.10';

const group = `arn:aws:logs:${homeRegion}:${prod}:log-group:CloudTrail/LockedLogGroup`;

/** The bot asks for what its policies do not give, in prod and at home, with the keys that it has. */
const botDenied = ({ aws, clock }: World): readonly Deed[] => {
  const at = clock.now();
  const bot = { from: botsAddress, agent: agents.sdk };
  const readersKey = aws.keysGivenIn(prod).at(-1) ?? exampleId('ASIA', 'bot/reader');
  return [
    ...[8000, 4000, 0].map((ago) =>
      refused({
        ...bot,
        at: at - ago,
        session: reader(at, readersKey),
        source: 'logs',
        name: 'FilterLogEvents',
        resource: group,
      }),
    ),
    refused({
      ...bot,
      at,
      session: own(at, aws.organisation.own.accessKeyId),
      source: 'organizations',
      name: 'ListAccounts',
      resource: '*',
    }),
  ];
};

/** Somebody else has credentials of a role of the bot's. */
const roleElsewhere = (at: number, session: RoleSession): readonly Deed[] => [
  refused({
    at,
    session,
    source: 'secretsmanager',
    name: 'GetSecretValue',
    from: '203.0.113.66',
    agent: agents.cliPlain,
    resource: 'prod/orders/database',
  }),
];

const stolenKey = exampleId('ASIA', 'not-the-bot');
const stolenSession = 'botocore-session-1795600000';

export const botRoleHappenings: readonly Happening[] = [
  {
    what: 'bot-denied',
    title: "The bot's own roles are denied what they ask (EventBridge)",
    run: (world) => writeAndSend(world, botDenied(world)),
  },
  {
    what: 'bot-role-elsewhere',
    title: "The bot's reader role is used from somewhere else (EventBridge)",
    run: (world) => {
      const at = world.clock.now();
      return writeAndSend(world, roleElsewhere(at, reader(at, stolenKey, stolenSession)));
    },
  },
  {
    what: 'bot-home-role-elsewhere',
    title: 'The role that the bot runs as is used from somewhere else (EventBridge)',
    run: (world) => {
      const at = world.clock.now();
      return writeAndSend(world, roleElsewhere(at, own(at, stolenKey)));
    },
  },
];
