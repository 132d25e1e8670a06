import type { Card } from '../core/card.ts';
import type { Scene } from '../core/interaction.ts';
import type { Incident } from '../core/store.ts';
import { usageCard } from './cards.ts';
import type { Desk } from './desk-deps.ts';

const mostShown = 30;
const mostLookedAt = 500;

interface Shown {
  readonly incident: Incident;
  readonly channel: string;
  readonly severity: string;
}

/** Open incidents in the channels that the member is in: what they could read there anyway. */
const openFor = async (desk: Desk, channels: ReadonlySet<string>): Promise<readonly Shown[]> =>
  desk.store.transaction(async (tx) => {
    const shown: Shown[] = [];
    for (const incident of await tx.incidents.open(mostLookedAt)) {
      const placements = await tx.incidents.placements(incident.id);
      const placed = placements.find(({ channel }) => channels.has(channel));
      if (placed !== undefined)
        shown.push({ incident, channel: placed.channel, severity: placed.severity.level });
    }
    return shown;
  });

const accountName = (desk: Desk, { latest }: Incident): string =>
  desk.settings().accounts.find(({ id }) => id === latest.account)?.name ?? latest.account ?? '–';

const homeCard = (desk: Desk, shown: readonly Shown[]): Card => ({
  badge:
    shown.length === 0
      ? { emoji: 'white_check_mark', word: 'QUIET' }
      : { emoji: 'rotating_light', word: 'OPEN' },
  headline: [
    shown.length === 0
      ? 'No open incident in your channels.'
      : `${shown.length} open incident${shown.length === 1 ? '' : 's'} in your channels.`,
  ],
  parts: [
    ...(shown.length === 0
      ? []
      : [
          {
            kind: 'table',
            caption: 'Open incidents, newest first',
            columns: [
              'Severity',
              'What',
              'State',
              'Account',
              'Region',
              'Channel',
              'Since',
              'Fired',
            ],
            rows: shown
              .slice(0, mostShown)
              .map(({ incident, channel, severity }) => [
                [severity],
                [incident.latest.name],
                [incident.state],
                [accountName(desk, incident)],
                [incident.latest.region ?? '–'],
                [channel],
                [{ time: incident.firstAt }],
                { number: incident.firings, shown: `${incident.firings}` },
              ]),
          } as const,
        ]),
    { kind: 'divider' },
    ...desk.commands.flatMap((command) => usageCard(command).parts.slice(0, 1)),
    {
      kind: 'note',
      text: desk.commands.flatMap(({ spec }, index) => [
        ...(index === 0 ? [] : [' · ']),
        `/${spec.name} ${spec.usage}`,
      ]),
    },
  ],
});

/** Draws the App Home of whoever opened it. */
export const publishHome = async (desk: Desk, { member }: Scene): Promise<void> => {
  const channels = await desk.workspace.channelsOf(member);
  const names = new Set(
    channels.kind === 'ok' ? channels.value.flatMap(({ id, name }) => [id, name]) : [],
  );
  const published = await desk.workspace.publishHome(
    member,
    homeCard(desk, await openFor(desk, names)),
  );
  if (published.kind !== 'ok')
    desk.log.warn('an App Home could not be drawn', { why: published.kind });
};
