import type { Random } from '../trail/random.ts';

const given = [
  'amir',
  'anna',
  'ben',
  'chloe',
  'diego',
  'elena',
  'emma',
  'felix',
  'fiona',
  'goran',
  'hana',
  'hugo',
  'ida',
  'jonas',
  'julia',
  'kenji',
  'lara',
  'leon',
  'maria',
  'mei',
  'nils',
  'nora',
  'olga',
  'omar',
  'paul',
  'priya',
  'rosa',
  'sam',
  'tariq',
  'yuki',
] as const;
const family = [
  'abbas',
  'baker',
  'castro',
  'diaz',
  'eriksen',
  'fontaine',
  'garcia',
  'haas',
  'ito',
  'jansen',
  'kowalski',
  'lopez',
  'meyer',
  'novak',
  'okafor',
  'petrov',
  'quinn',
  'rossi',
  'silva',
  'tanaka',
] as const;
const apps = [
  'billing',
  'catalog',
  'checkout',
  'crm',
  'mailer',
  'metrics',
  'orders',
  'payments',
  'reports',
  'search',
] as const;
const tasks = ['backup', 'ci', 'export', 'import', 'monitoring', 'sync'] as const;
const uses = ['api', 'cron', 'function', 'indexer', 'task', 'worker'] as const;

/** Adds a number to a name that is taken. */
const unique = (name: string, taken: Set<string>): string => {
  let found = name;
  for (let count = 2; taken.has(found); count += 1) found = `${name}${count}`;
  taken.add(found);
  return found;
};

export const personName = (random: Random, taken: Set<string>): string =>
  unique(`${random.pick(given)}.${random.pick(family)}`, taken);

export const machineName = (random: Random, taken: Set<string>): string =>
  unique(`${random.pick(apps)}-${random.pick(tasks)}`, taken);

export const roleName = (random: Random, taken: Set<string>): string =>
  unique(`${random.pick(apps)}-${random.pick(uses)}`, taken);
