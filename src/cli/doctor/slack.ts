import { randomUUID } from 'node:crypto';
import type { Card } from '../../core/card.ts';
import { minute } from '../../core/clock.ts';
import type { Messenger, Outcome } from '../../core/conversation.ts';
import { settingsChannels } from '../../core/digest-places.ts';
import { isChannelId } from '../../core/ids.ts';
import type { Settings } from '../../core/settings.ts';
import { appName } from '../../slack/app-name.ts';
import type { ChannelFacts, SlackInspector } from '../../slack/inspect.ts';
import { missingScopes, scopeWithReason } from '../../slack/scopes.ts';
import { bad, type Check, type Finding, ok, type Section, warn } from './report.ts';

type Failure = Exclude<Outcome<unknown>, { kind: 'ok' }>;

const tokenCure =
  'Install the app in the workspace again (OAuth & Permissions) and copy the Bot User OAuth Token into SLACK_BOT_TOKEN.';
const appTokenCure =
  'Make an app-level token with connections:write (Basic Information) and copy it into SLACK_APP_TOKEN.';

const trouble = (about: string, failure: Failure, cure: string): Finding => {
  switch (failure.kind) {
    case 'rate-limited': {
      const seconds = Math.ceil(failure.retryAfterMs / 1000);
      return warn(`${about}: Slack asks to wait ${seconds} s.`, 'Run doctor again then.');
    }
    case 'unavailable':
    case 'unknown':
      return bad(
        `${about}: Slack cannot be reached (${failure.error}).`,
        'Check the way out to slack.com, and SLACK_API_URL if it is set.',
      );
    case 'unreachable':
      return bad(`${about}: Slack answers ${failure.error}.`, failure.cure);
    case 'unauthorized':
    case 'refused':
    case 'refused-form':
    case 'gone':
      return bad(`${about}: Slack answers ${failure.error}.`, cure);
  }
};

const scopeFinding = (given: readonly string[]): Finding => {
  if (given.length === 0) return warn('Slack does not tell what the token may do.');
  const missing = missingScopes(given);
  if (missing.length === 0) return ok('The token has every scope it needs.');
  return bad(
    `The token lacks ${missing.map(scopeWithReason).join('; ')}.`,
    'Paste deploy/slack-manifest.yaml into the app (App Manifest), then install the app again.',
  );
};

const identityCheck = (inspector: SlackInspector): Check => ({
  about: 'The bot token',
  run: async () => {
    const outcome = await inspector.identity();
    if (outcome.kind !== 'ok') return [trouble('The bot token', outcome, tokenCure)];
    const { bot, team, scopes } = outcome.value;
    return [ok(`The bot token works: @${bot} in ${team}.`), scopeFinding(scopes)];
  },
});

const socketCheck = (inspector: SlackInspector, appToken: string): Check => ({
  about: 'The app-level token',
  run: async () => {
    const outcome = await inspector.socket(appToken);
    return [
      outcome.kind === 'ok'
        ? ok('The app-level token may open a socket.')
        : trouble('The app-level token', outcome, appTokenCure),
    ];
  },
});

/** Signatures of Slack and AWS are refused when they are five minutes off. */
const clockToleranceMs = 2 * minute;

export const clockCheck = (inspector: SlackInspector): Check => ({
  about: "This machine's clock",
  run: async (signal) => {
    const offset = await inspector.clockOffset(signal);
    if (offset === undefined) return [];
    if (Math.abs(offset) <= clockToleranceMs)
      return [ok("This machine's clock agrees with Slack's.")];
    const direction = offset > 0 ? 'behind' : 'ahead of';
    return [
      bad(
        `This machine's clock is ${Math.round(Math.abs(offset) / 1000)} s ${direction} Slack's.`,
        'Set it (NTP): signatures that are five minutes off are refused.',
      ),
    ];
  },
});

const channelFinding = (
  { channel, why }: { readonly channel: string; readonly why: string },
  found: ChannelFacts | undefined,
): Finding => {
  const shown = isChannelId(channel) ? (found?.name ?? channel) : channel;
  const title = `#${shown} (${why})`;
  const invite = `Write "/invite @${appName}" in #${shown}.`;
  if (found === undefined)
    return bad(
      `${title}: the bot sees no such channel.`,
      `Create it, then: ${invite} A private channel shows itself only to its members.`,
    );
  if (found.isArchived)
    return bad(`${title} is archived.`, 'Unarchive it, or name another channel in the settings.');
  if (!found.isMember) return bad(`${title}: the bot is not in it.`, invite);
  return found.isShared
    ? warn(
        `${title} is shared with another organisation, which reads the alarms too.`,
        'Route the alarms to a channel of your own if that is not meant.',
      )
    : ok(`${title}: the bot is in it.`);
};

const channelsCheck = (inspector: SlackInspector, settings: Settings): Check => ({
  about: 'The channels',
  run: async (signal) => {
    const outcome = await inspector.channels(signal);
    if (outcome.kind !== 'ok')
      return [
        trouble('The channels', outcome, 'Give the app the scopes channels:read and groups:read.'),
      ];
    const byName = new Map(
      outcome.value.flatMap((each) => [[each.id, each] as const, [each.name, each] as const]),
    );
    return settingsChannels(settings).map((wanted) =>
      channelFinding(wanted, byName.get(wanted.channel)),
    );
  },
});

export const slackSection = (settings: Settings, inspector: SlackInspector): Section => {
  const appToken = settings.slack.mode === 'socket' ? settings.slack.appToken() : undefined;
  return {
    title: 'Slack',
    checks: [
      identityCheck(inspector),
      ...(appToken === undefined ? [] : [socketCheck(inspector, appToken)]),
      clockCheck(inspector),
      channelsCheck(inspector, settings),
    ],
  };
};

const testCard = (now: number): Card => ({
  headline: ['Test message: ', appName, ' can write here. Nothing has happened.'],
  badge: { emoji: 'test_tube', word: 'Test' },
  parts: [
    {
      kind: 'note',
      text: ['Sent by hand with doctor --test, ', { time: now, style: 'date-time' }, '.'],
    },
  ],
});

/** Posts a message that is marked as a test. */
export const testSection = (channel: string, messenger: Messenger, now: () => number): Section => ({
  title: 'Test message',
  checks: [
    {
      about: `The test message to ${channel}`,
      run: async () => {
        const about = `The test message to ${channel}`;
        const resolved = await messenger.resolve(channel);
        if (resolved.kind !== 'ok') return [trouble(about, resolved, tokenCure)];
        const posted = await messenger.post({
          channel: resolved.value,
          card: testCard(now()),
          postId: randomUUID(),
        });
        return [
          posted.kind === 'ok' ? ok(`${about} stands there.`) : trouble(about, posted, tokenCure),
        ];
      },
    },
  ],
});
