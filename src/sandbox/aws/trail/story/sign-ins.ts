import { day, hour, minute } from '../../../../core/clock.ts';
import type { Json } from '../../../json.ts';
import { ages } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import { type Actor, root } from '../identities.ts';
import type { Deed } from '../record.ts';
import type { Scene } from './cast.ts';

/** CloudTrail hides the name, because people type passwords where the name belongs. */
const hidden = (accountId: string): Actor => ({
  identity: {
    type: 'IAMUser',
    accountId,
    accessKeyId: '',
    userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  },
  username: 'HIDDEN_DUE_TO_SECURITY_REASONS',
});

const page = 'https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true';

const loginFacts: Json = {
  eventType: 'AwsConsoleSignIn',
  additionalEventData: { LoginTo: page, MobileVersion: 'No', MFAUsed: 'No' },
};

/** A sign-in that failed has no error code. */
export const failedSignIn = (account: string, at: number, from: string): Deed => ({
  at,
  account,
  region: 'us-east-1',
  actor: hidden(account),
  source: 'signin',
  name: 'ConsoleLogin',
  from,
  agent: agents.console,
  error: { message: 'Failed authentication' },
  response: { ConsoleLogin: 'Failure' },
  more: loginFacts,
});

/** The last 02:13 UTC that is past. */
const lastNight = (now: number): number => {
  const today = Math.floor(now / day) * day + 2 * hour + 13 * minute;
  return today < now - 10 * minute ? today : today - day;
};

const guesses: Scene = ({ places, now }) =>
  [0, 21, 38, 64].map((seconds) =>
    failedSignIn(places.prod, lastNight(now) + seconds * 1000, '203.0.113.200'),
  );

/** The root user signs in without a second factor; later somebody guesses passwords at night. */
export const signIns: Scene = (stage) => [
  {
    at: stage.now - ages.rootSignIn,
    account: stage.places.sandbox,
    region: 'us-east-1',
    actor: root(stage.places.sandbox),
    source: 'signin',
    name: 'ConsoleLogin',
    from: '192.0.2.99',
    agent: agents.console,
    response: { ConsoleLogin: 'Success' },
    more: loginFacts,
  },
  ...guesses(stage),
];
