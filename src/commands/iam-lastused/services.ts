import type { EntityLastAccessed, ServiceLastAccessed } from '../../aws/iam-types.ts';
import { resourceName } from '../../core/arn.ts';
import type { CardPart, Cell } from '../../core/card.ts';
import type { Csv, Detail } from '../../core/command.ts';
import { foreign } from '../../core/redact.ts';
import type { Text } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import { ago, daysSince } from '../asking/age.ts';
import type { EntityRead } from './read-entity.ts';

export const isUsed = (service: ServiceLastAccessed): boolean => service.at !== undefined;

const isShared = ({ entity }: EntityRead): boolean =>
  entity.type === 'group' || entity.type === 'policy';

/** Sorts as a number: how long ago. */
export const agoCell = (at: number | undefined, now: number): Cell =>
  at === undefined ? ['never'] : { number: daysSince(at, now), shown: ago(at, now) };

export const timeText = (at: number | undefined): Text =>
  at === undefined ? ['–'] : [{ time: at, style: 'date-time' }];

const namesShown = 3;

/** "alice, deploy and 3 more"; who used it last where the others were not asked for. */
const byCell = (
  service: ServiceLastAccessed,
  users: readonly EntityLastAccessed[] | undefined,
): Cell => {
  const used = (users ?? []).filter(({ at }) => at !== undefined);
  const names =
    used.length > 0
      ? used.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).map(({ name }) => name)
      : service.by === undefined
        ? []
        : [resourceName(service.by)];
  const all = Math.max(names.length, service.entities);
  const shown = names.slice(0, namesShown);
  if (shown.length === 0) return ['–'];
  const more = all - shown.length;
  return [foreign(shown.join(', ')), more > 0 ? ` and ${more} more` : ''];
};

/** A message has room for so many rows beside the rest; the details and the CSV file have all. */
const servicesShown = 50;
const actionsShown = 40;

/** "120 services used, newest first", and how many of them stand here. */
const captionOf = (things: string, shown: number, all: number): string =>
  `${things}, newest first${shown < all ? ` (the first ${shown}; all are in the details)` : ''}`;

const serviceTable = (
  read: EntityRead,
  now: number,
  most = Number.POSITIVE_INFINITY,
): readonly CardPart[] => {
  const used = (read.services ?? []).filter(isUsed);
  if (used.length === 0) return [];
  const shared = isShared(read);
  const shown = used.slice(0, most);
  return [
    {
      kind: 'table',
      caption: captionOf(`${counted(used.length, 'service')} used`, shown.length, used.length),
      columns: ['Service', 'When', 'Last used', 'Region', ...(shared ? ['By whom'] : [])],
      rows: shown.map((service) => [
        [foreign(service.name)],
        timeText(service.at),
        agoCell(service.at, now),
        [foreign(service.region ?? '–')],
        ...(shared ? [byCell(service, read.users.get(service.namespace))] : []),
      ]),
    },
  ];
};

const unusedShown = 30;

/** Counted, and listed as far as a message has room. */
const neverPart = ({ services = [] }: EntityRead): readonly CardPart[] => {
  const names = services.filter((service) => !isUsed(service)).map(({ name }) => name);
  if (names.length === 0) return [];
  const shown = names.slice(0, unusedShown).join(', ');
  const more = names.length - unusedShown;
  return [
    {
      kind: 'text',
      text: [
        { bold: `Allowed but never used: ${counted(names.length, 'service')}` },
        ': ',
        foreign(shown),
        more > 0 ? ` and ${more} more (see the details)` : '',
        '.',
      ],
    },
  ];
};

const actionRows = (services: readonly ServiceLastAccessed[]) =>
  services.flatMap((service) => service.actions.map((action) => ({ service, action })));

const actionTable = (
  services: readonly ServiceLastAccessed[],
  now: number,
  most = Number.POSITIVE_INFINITY,
): readonly CardPart[] => {
  const used = actionRows(services)
    .filter(({ action }) => action.at !== undefined)
    .toSorted((a, b) => (b.action.at ?? 0) - (a.action.at ?? 0));
  return used.length === 0
    ? []
    : [
        {
          kind: 'table',
          caption: captionOf(
            `${counted(used.length, 'action')} used`,
            Math.min(most, used.length),
            used.length,
          ),
          columns: ['Action', 'When', 'Last used', 'Region'],
          rows: used
            .slice(0, most)
            .map(({ service, action }) => [
              [foreign(`${service.namespace}:${action.name}`)],
              timeText(action.at),
              agoCell(action.at, now),
              [foreign(action.region ?? '–')],
            ]),
        },
      ];
};

/** The newest actions, and for which services AWS tells none. */
const actionParts = (read: EntityRead, now: number): readonly CardPart[] => {
  const services = read.services ?? [];
  const without = services.filter((service) => isUsed(service) && service.actions.length === 0);
  const names = without.slice(0, 12).map(({ name }) => name);
  return [
    ...actionTable(services, now, actionsShown),
    ...(without.length === 0
      ? []
      : [
          {
            kind: 'note',
            text: [
              `AWS tracks no single actions for ${counted(without.length, 'used service')}: `,
              foreign(names.join(', ')),
              without.length > names.length ? ` and ${without.length - names.length} more.` : '.',
            ],
          } as const,
        ]),
  ];
};

/** What was used, and what never was. */
export const serviceParts = (
  read: EntityRead,
  actions: boolean,
  now: number,
): readonly CardPart[] => [
  ...(actions ? actionParts(read, now) : []),
  ...serviceTable(read, now, servicesShown),
  ...neverPart(read),
];

const neverDetail = ({ services = [] }: EntityRead): readonly Detail[] => {
  const never = services.filter((service) => !isUsed(service));
  return never.length === 0
    ? []
    : [
        {
          id: 'never',
          label: `${counted(never.length, 'service')} never used`,
          card: {
            headline: [`Allowed but never used: ${counted(never.length, 'service')}`],
            parts: [{ kind: 'text', text: [foreign(never.map(({ name }) => name).join(', '))] }],
          },
        },
      ];
};

const userTable = (users: readonly EntityLastAccessed[], now: number): CardPart => ({
  kind: 'table',
  caption: 'Who used it, newest first',
  columns: ['Name', 'Kind', 'When', 'Last used'],
  rows: users
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0))
    .map(({ name, kind, at }) => [
      [foreign(name)],
      [foreign(kind.toLowerCase())],
      timeText(at),
      agoCell(at, now),
    ]),
});

const neverActions = ({ actions }: ServiceLastAccessed): readonly CardPart[] => {
  const never = actions.filter(({ at }) => at === undefined).map(({ name }) => name);
  return never.length === 0
    ? []
    : [{ kind: 'text', text: [`Never used: `, foreign(never.join(', '))] }];
};

const allServices = (read: EntityRead, now: number): readonly Detail[] =>
  (read.services ?? []).filter(isUsed).length <= servicesShown
    ? []
    : [
        {
          id: 'services',
          label: 'Every service used',
          card: { headline: ['Every service used'], parts: serviceTable(read, now) },
        },
      ];

/** A detail for each service that has more to tell than its row. */
export const serviceDetails = (read: EntityRead, now: number): readonly Detail[] => [
  ...allServices(read, now),
  ...neverDetail(read),
  ...(read.services ?? []).filter(isUsed).flatMap((service): readonly Detail[] => {
    const users = read.users.get(service.namespace) ?? [];
    const parts = [
      ...(users.length === 0 ? [] : [userTable(users, now)]),
      ...actionTable([service], now),
      ...neverActions(service),
    ];
    return parts.length === 0
      ? []
      : [
          {
            id: `service-${service.namespace}`,
            label: foreign(service.name).untrusted.slice(0, 75),
            card: { headline: [foreign(service.name)], parts },
          },
        ];
  }),
];

const iso = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString();

/** Every service, and every action where they were asked for. */
export const servicesCsv = ({ entity, services = [] }: EntityRead): Csv => ({
  name: `iam-lastused-${entity.name.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}`,
  columns: [
    'account',
    'type',
    'name',
    'service',
    'namespace',
    'action',
    'last_used',
    'by',
    'region',
    'entities',
  ],
  rows: services.flatMap((service) => {
    const start = [
      entity.place.account.id,
      entity.type,
      entity.name,
      service.name,
      service.namespace,
    ];
    return [
      [
        ...start,
        '',
        iso(service.at),
        service.by ?? '',
        service.region ?? '',
        String(service.entities),
      ],
      ...service.actions.map(({ name, at, by, region }) => [
        ...start,
        name,
        iso(at),
        by ?? '',
        region ?? '',
        '',
      ]),
    ];
  }),
});
