import type { Card } from '../core/card.ts';
import type { Incident } from '../core/incident-store.ts';
import type { Scene } from '../core/interaction.ts';
import type { Text } from '../core/text.ts';
import { counted } from '../core/words.ts';
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

/** Undefined: it is not known which channels the member is in. */
const head = (shown: readonly Shown[] | undefined): Pick<Card, 'badge' | 'headline'> => {
  if (shown === undefined)
    return {
      badge: { emoji: 'grey_question', word: 'NOT KNOWN' },
      headline: [
        'Slack could not be asked which channels you are in, so open incidents cannot be shown. Come back in a minute.',
      ],
    };
  return shown.length === 0
    ? {
        badge: { emoji: 'white_check_mark', word: 'QUIET' },
        headline: ['No open incident in your channels.'],
      }
    : {
        badge: { emoji: 'rotating_light', word: 'OPEN' },
        headline: [`${counted(shown.length, 'open incident')} in your channels.`],
      };
};

const homeCard = (desk: Desk, shown: readonly Shown[] | undefined): Card => ({
  ...head(shown),
  parts: [
    ...(shown === undefined || shown.length === 0
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
    {
      kind: 'list',
      items: desk.commands.map(({ spec }): Text => [{ bold: `/${spec.name}` }, ` ${spec.summary}`]),
    },
    { kind: 'note', text: [{ code: '/trailwarden help' }, ' shows how each is asked.'] },
  ],
});

/** Draws the App Home of whoever opened it. */
export const publishHome = async (desk: Desk, { member }: Scene): Promise<void> => {
  const channels = await desk.workspace.channelsOf(member);
  const shown =
    channels.kind === 'ok'
      ? await openFor(desk, new Set(channels.value.flatMap(({ id, name }) => [id, name])))
      : undefined;
  const published = await desk.workspace.publishHome(member, homeCard(desk, shown));
  if (published.kind !== 'ok')
    desk.log.warn('an App Home could not be drawn', { why: published.kind });
};
