import { createSecurityDigest } from '../../../src/commands/security-digest/security-digest.ts';
import type { Card } from '../../../src/core/card.ts';
import type { Destination, DestinationWish } from '../../../src/core/destination.ts';
import type { Digests, ShownDigest } from '../../../src/core/digest.ts';
import type { DigestSettings } from '../../../src/core/settings.ts';
import { prod, sandbox, staging } from '../helpers.ts';

export const weekly: DigestSettings = {
  name: 'weekly',
  schedule: { cron: '0 8 * * 1', zone: 'Europe/Berlin' },
  channel: 'security',
  accounts: undefined,
  sections: ['incidents', 'iam', 'trusted-advisor', 'activity', 'watching'],
  accountChannels: [],
};

export const ofProd: DigestSettings = {
  ...weekly,
  name: 'prod-daily',
  accounts: ['prod'],
  sections: ['iam', 'activity'],
};

const card = (headline: string): Card => ({ headline: [headline], parts: [] });

const columns = ['section', 'finding'];

export const shownDigest: ShownDigest = {
  root: card('Security digest, 25 May – 1 Jun: 1 new in 1 account'),
  sections: [
    {
      id: 'iam',
      title: 'IAM best practices',
      card: card('IAM best practices: 1 new'),
      csv: { name: 'iam', columns, rows: [['iam', 'user carol has no MFA device']] },
    },
    {
      id: 'watching',
      title: 'Watching the watcher',
      card: card('Watching the watcher: nothing open'),
      csv: { name: 'watching', columns, rows: [['watching', '=1+1']] },
    },
  ],
  isPartial: false,
};

interface World {
  readonly digests?: readonly DigestSettings[];
  readonly shown?: ShownDigest;
  readonly destination?: Destination;
  /** There is no digest of that name any more when it is to be sent. */
  readonly isGone?: boolean;
}

/** The command over a digest that behaves; `shows`, `sends` and `looks` tell what was wanted of it. */
export const rigOf = (world: World = {}) => {
  const shows: Parameters<Digests['show']>[0][] = [];
  const sends: Parameters<Digests['send']>[0][] = [];
  const looks: DestinationWish[] = [];
  const command = createSecurityDigest({
    digestSettings: () => world.digests ?? [weekly, ofProd],
    accounts: () => [prod, staging, sandbox],
    digests: {
      show: async (wish) => {
        shows.push(wish);
        return world.shown ?? shownDigest;
      },
      send: async (wish) => {
        sends.push(wish);
        return world.isGone !== true;
      },
    },
    destination: async (wish) => {
      looks.push(wish);
      return world.destination ?? { kind: 'found', channel: 'security', id: 'C0SECURITY' };
    },
  });
  return { command, shows, sends, looks };
};
