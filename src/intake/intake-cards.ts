import type { Card } from '../core/card.ts';
import type { TopicArn } from '../core/ids.ts';
import { untrusted } from '../core/text.ts';

/** The lines to add to trailwarden.yaml for these topics. */
const settingsLines = (topics: readonly string[]): string =>
  ['topics:', ...topics.map((arn) => `  - arn: ${arn}`)].join('\n');

/** Says which topics of today were refused because nobody listed them, and how to list them. */
export const unlistedCard = (topics: readonly string[], more: boolean): Card => ({
  headline: [
    topics.length === 1
      ? 'A genuine SNS message was refused: its topic is not in the settings'
      : `Genuine SNS messages of ${topics.length}${more ? ' or more' : ''} topics were refused: they are not in the settings`,
  ],
  badge: { emoji: 'no_entry', word: 'Topic not listed' },
  parts: [
    {
      kind: 'text',
      text: ['If it is yours, add it to trailwarden.yaml and send the process a SIGHUP:'],
    },
    { kind: 'code', text: untrusted(settingsLines(topics)) },
    {
      kind: 'note',
      text: [
        'Anybody with an AWS account can point a topic at this address. Said once a day; every refusal is in the log',
        ...(more ? ['; so are the topics that are not shown here.'] : ['.']),
      ],
    },
  ],
});

/** Says that SNS has stopped sending a listed topic to this bot. */
export const unsubscribedCard = (topicArn: TopicArn, sentAt: number): Card => ({
  headline: [
    { bold: 'SNS no longer sends ' },
    { code: untrusted(topicArn) },
    { bold: ' here: alarms of this topic do not arrive any more' },
  ],
  badge: { emoji: 'rotating_light', word: 'Unsubscribed', severity: 'critical' },
  parts: [
    {
      kind: 'facts',
      facts: [
        { label: 'Topic', value: [{ code: untrusted(topicArn) }] },
        { label: 'Unsubscribed', value: [{ time: sentAt, style: 'date-time' }] },
      ],
    },
    {
      kind: 'text',
      text: [
        'Subscribe it again with ',
        { code: 'npm run doctor -- --fix' },
        '. Who did it stands in CloudTrail under the event name ',
        { code: 'Unsubscribe' },
        '; if nobody here did, treat it as an attempt to silence the alarms.',
      ],
    },
  ],
});
