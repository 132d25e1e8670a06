import type { World } from './happenings/happening.ts';
import { happenings } from './happenings/index.ts';
import { writeMessage } from './slack/messages.ts';

const lines: readonly { readonly channel: string; readonly user: string; readonly text: string }[] =
  [
    { channel: 'general', user: 'U0DAVE', text: 'Morning. The shop release goes out at noon.' },
    { channel: 'general', user: 'U0ALICE', text: 'Thanks. I watch #sec-prod meanwhile.' },
    {
      channel: 'sec-prod',
      user: 'U0ALICE',
      text: 'New here: Trailwarden posts the alarms of prod into this channel, one message each, and changes it when the alarm is OK again.',
    },
    {
      channel: 'sec-prod',
      user: 'U0BOB',
      text: 'So no second message for the OK? Good, I am on call this week.',
    },
    {
      channel: 'sec-staging',
      user: 'U0DAVE',
      text: 'I am testing the sign-in page on staging today, expect a few failed sign-ins.',
    },
    {
      channel: 'sec-alerts',
      user: 'U0CAROL',
      text: 'Whatever no route takes ends up here, right?',
    },
  ];

/** What people said before anybody looked. */
export const tellStory = ({ slack }: Pick<World, 'slack'>): void => {
  for (const { channel, user, text } of lines) {
    const found = slack.store.findChannel(channel);
    const content = { text, blocks: undefined, attachments: undefined, user };
    if (found) writeMessage(slack.context, found.id, content);
  }
};

const past = [
  'sign-in-failures',
  'sign-in-failures-recover',
  'guardduty-finding',
  'error-rate-high',
];

/** What happened in the sample account before anybody looked; by the same way as all that follows. */
export const playStory = async (world: World): Promise<void> => {
  for (const what of past) await happenings.find((one) => one.what === what)?.run(world);
};
