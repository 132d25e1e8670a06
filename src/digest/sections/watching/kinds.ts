import type { Finding, FindingKind, Unread } from '../../../core/digest.ts';
import type { Text } from '../../../core/text.ts';

/** What one look found open, and what it could not see. */
export interface Looked {
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}

const coverage: Text = [{ code: '/trailwarden coverage' }, ' shows what is watched, and how.'];

/** What the watchers themselves may lack. */
export const kinds = {
  'silent-trail': {
    title: ['Trails that do not log'],
    next: ['Start logging again (cloudtrail:StartLogging), and find out who stopped it.'],
    urgency: 95,
  },
  'no-trail': {
    title: ['Regions without a trail'],
    next: ['Make one trail for all regions, of the organisation if there is one.'],
    urgency: 85,
  },
  'failing-trail': {
    title: ['Trails that cannot deliver'],
    next: ['Let CloudTrail write to the bucket and the log group of the trail again.'],
    urgency: 90,
  },
  'quiet-alarm': {
    title: ['Alarms that tell nobody'],
    next: ['Give the alarms an action that leads to a listed topic, and switch their actions on.'],
    urgency: 60,
  },
  'dataless-alarm': {
    title: ['Alarms without data for more than a week'],
    next: ['Look whether the metric still exists; if it is rare, treat missing data as good.'],
    urgency: 40,
  },
  unwatched: {
    title: ['Grave changes that nothing watches'],
    next: ['Add alarms or rules for them; ', ...coverage],
    urgency: 55,
  },
  'unwatched/warn': {
    title: ['Changes that nothing watches'],
    next: ['Add alarms or rules for them; ', ...coverage],
    urgency: 25,
  },
  unconfirmed: {
    title: ['Subscriptions that wait for their confirmation'],
    next: ['Confirm them, or have SNS ask again; ', { code: 'doctor --fix' }, ' does so for ours.'],
    urgency: 80,
  },
  'unconfirmed/warn': {
    title: ["Others' subscriptions that wait for their confirmation"],
    next: ['Have their owners confirm them, or remove them.'],
    urgency: 20,
  },
  unconnected: {
    title: ['Listed topics that do not send to the bot'],
    next: ['Subscribe the bot: ', { code: 'doctor --fix' }, ' does so.'],
    urgency: 90,
  },
  'dead-letters': {
    title: ['Messages in dead-letter queues'],
    next: ['Mend what kept them back, then redrive the queue (aws sqs start-message-move-task).'],
    urgency: 80,
  },
  'no-dead-letters': {
    title: ['No dead-letter queue'],
    next: ['Set a RedrivePolicy, or what cannot be delivered is lost.'],
    urgency: 30,
  },
  quarantine: {
    title: ['Notifications in quarantine'],
    next: [
      { code: 'npm run store -- list quarantined' },
      ' shows why, and ',
      { code: 'requeue' },
      ' tries again.',
    ],
    urgency: 65,
  },
  parked: {
    title: ['Messages that Slack did not take'],
    next: [{ code: 'npm run store -- send-again all' }, ' sends them once Slack takes them.'],
    urgency: 70,
  },
  'in-the-way': {
    title: ['What keeps the bot from its work'],
    next: ['Mend it: ', { code: '/trailwarden status' }, ' tells more.'],
    urgency: 75,
  },
  'set-up': {
    title: ['What is not set up as it should be'],
    next: ['Change the settings or the role as it says.'],
    urgency: 35,
  },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type Kind = keyof typeof kinds;
