import type { Fault } from '../faults.ts';
import type { Happening, World } from './happening.ts';

const fault = (what: string, title: string, ...faults: readonly Fault[]): Happening => ({
  what,
  title,
  run: (world) => {
    for (const one of faults) world.faults.add(one);
    return Promise.resolve();
  },
});

const archive =
  (isArchived: boolean) =>
  ({ slack, changes }: World): Promise<void> => {
    const channel = slack.store.findChannel('sec-prod');
    if (channel) {
      channel.isArchived = isArchived;
      changes.announce({ kind: 'channel', channel: channel.id });
    }
    return Promise.resolve();
  };

const invite =
  (isInvited: boolean) =>
  ({ slack, changes }: World): Promise<void> => {
    const channel = slack.store.findChannel('sec-prod');
    const { botUserId } = slack.context.app;
    if (channel && isInvited) channel.members.add(botUserId);
    else channel?.members.delete(botUserId);
    changes.announce({ kind: 'channel' });
    return Promise.resolve();
  };

/** Faults of the services around the bot, and things that people do to its channels. */
export const serviceHappenings: readonly Happening[] = [
  fault('slack-429', 'Slack answers 429 to the next three messages', {
    target: 'slack',
    kind: '429',
    method: 'chat.postMessage',
    retryAfter: 3,
    count: 3,
  }),
  fault('slack-down', 'Slack answers 503 to everything', { target: 'slack', kind: '5xx', rate: 1 }),
  fault('slack-lost-replies', 'Slack takes the next five messages, but its replies are lost', {
    target: 'slack',
    kind: 'lost-reply',
    method: 'chat.postMessage',
    count: 5,
  }),
  fault('token-revoked', 'The bot token is revoked', {
    target: 'slack',
    kind: 'error',
    code: 'token_revoked',
    rate: 1,
  }),
  fault('aws-throttled', 'AWS throttles every call', { target: 'aws', kind: '429', rate: 1 }),
  {
    what: 'faults-end',
    title: 'All faults end',
    run: ({ faults }) => {
      faults.clear();
      return Promise.resolve();
    },
  },
  {
    what: 'socket-dropped',
    title: 'The Socket Mode connection breaks',
    run: ({ slack }) => {
      slack.socket.disconnect('cut');
      return Promise.resolve();
    },
  },
  { what: 'channel-archived', title: '#sec-prod is archived', run: archive(true) },
  { what: 'channel-unarchived', title: '#sec-prod is there again', run: archive(false) },
  { what: 'bot-removed', title: 'The bot is removed from #sec-prod', run: invite(false) },
  { what: 'bot-invited', title: 'The bot is invited to #sec-prod', run: invite(true) },
];
