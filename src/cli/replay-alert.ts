import { type Alert, type Destination, defaultSeverity } from '../core/alert.ts';
import { systemClock } from '../core/clock.ts';
import type { AccountId } from '../core/ids.ts';
import type { Notification } from '../core/notification.ts';
import { readTrailEvent, trailRecordIn } from '../core/trail-event.ts';
import { unwrap } from '../core/unwrap.ts';
import { matchDetections } from '../detections/match.ts';
import { alertCard } from '../incidents/cards.ts';
import { toAlerts } from '../notifiers/index.ts';
import { renderBlocks } from '../slack/render/blocks.ts';
import { renderNotice, renderPlain } from '../slack/render/plain.ts';

/** Where alerts go by the settings, or what is wrong with those. */
export type Route =
  | {
      readonly destinations: (alert: Alert) => readonly Destination[];
      readonly accountName: (id: AccountId) => string | undefined;
    }
  | { readonly problems: readonly string[] };

export interface Replayed {
  /** As one line of JSON. */
  readonly line: () => string;
  /** As a person would read it. */
  readonly text: () => string;
}

const noHosts = { linkHosts: [] };

const trailFields = ({ body }: Notification): object => {
  const record = trailRecordIn(body);
  if (record === undefined) return {};
  const { who, what } = readTrailEvent(record);
  return { detection: matchDetections(record)[0]?.id ?? null, who, what };
};

const routeFields = (alert: Alert, route: Route | undefined): object => {
  if (route === undefined) return {};
  if ('problems' in route) return { route: null, problems: route.problems };
  const account = alert.account;
  return {
    route: route.destinations(alert).map(({ channel, severity, why }) => ({
      channel,
      severity: severity.level,
      severityReason: severity.reason,
      account: account === undefined ? null : (route.accountName(account) ?? account),
      why,
    })),
  };
};

const routeText = (alert: Alert, route: Route | undefined): readonly string[] => {
  if (route === undefined) return [];
  if ('problems' in route)
    return [
      'Goes to: cannot be told, the settings are wrong:',
      ...route.problems.map((problem) => `  - ${problem}`),
    ];
  const found = route.destinations(alert);
  if (found.length === 0)
    return ['Goes nowhere: no detection matches it, and no route says "unwatched: true".'];
  return found.map(
    ({ channel, severity, why }) =>
      `Goes to: #${channel.replace(/^#/, '')} as ${severity.level} because ${severity.reason}; by ${why}`,
  );
};

/** Slack's entities as the characters a reader sees. */
const asRead = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Makes of a message what the bot would: nothing for a confirmation, else a line for each alert. */
export const createReplay =
  (route: Route | undefined) =>
  (file: string, message: string): readonly Replayed[] =>
    unwrap(message, { via: 'replay', receivedAt: systemClock.now() }).flatMap((notification) =>
      toAlerts(notification).map((alert): Replayed => {
        const severity = alert.severity ?? defaultSeverity;
        const accountName =
          route !== undefined && 'accountName' in route ? route.accountName : () => undefined;
        const card = alertCard(alert, severity, accountName);
        return {
          line: () =>
            JSON.stringify({
              file,
              source: alert.source,
              key: alert.key,
              state: alert.state,
              severity: severity.level,
              title: alert.name.untrusted,
              account: alert.account ?? null,
              region: alert.region ?? null,
              text: renderNotice(card),
              blocks: renderBlocks(card, noHosts),
              ...trailFields(notification),
              ...routeFields(alert, route),
            }),
          text: () => [asRead(renderPlain(card)), ...routeText(alert, route), ''].join('\n'),
        };
      }),
    );
