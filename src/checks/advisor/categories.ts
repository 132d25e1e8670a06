/** As AWS's API names them; in the order of the console. */
export const categoryIds = [
  'security',
  'cost_optimizing',
  'performance',
  'fault_tolerance',
  'service_limits',
  'operational_excellence',
] as const;

export type CategoryId = (typeof categoryIds)[number];

interface Category {
  readonly label: string;
  /** At the head of a narrow column. */
  readonly short: string;
  /** What people type, besides the id. */
  readonly words: readonly string[];
}

const categories: Readonly<Record<CategoryId, Category>> = {
  security: { label: 'Security', short: 'Security', words: ['sec'] },
  cost_optimizing: {
    label: 'Cost optimization',
    short: 'Cost',
    words: ['cost', 'costs', 'cost optimization', 'cost optimisation', 'savings', 'money'],
  },
  performance: { label: 'Performance', short: 'Performance', words: ['perf'] },
  fault_tolerance: {
    label: 'Fault tolerance',
    short: 'Fault tolerance',
    words: ['fault', 'faults', 'tolerance', 'ft', 'resilience'],
  },
  service_limits: {
    label: 'Service limits',
    short: 'Limits',
    words: ['limit', 'limits', 'service limit', 'quota', 'quotas', 'service quotas'],
  },
  operational_excellence: {
    label: 'Operational excellence',
    short: 'Operations',
    words: ['operational', 'operations', 'ops', 'excellence', 'opex'],
  },
};

const isCategoryId = (id: string): id is CategoryId => Object.hasOwn(categories, id);

/** A category that AWS adds one day is called as AWS calls it. */
export const categoryLabel = (id: string): string =>
  isCategoryId(id) ? categories[id].label : id.replaceAll('_', ' ').slice(0, 40);

export const shortCategory = (id: CategoryId): string => categories[id].short;

/** The category that words mean, in any of its forms; underscores, hyphens and case do not matter. */
export const categoryOf = (words: string): CategoryId | undefined => {
  const plain = words
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
  return categoryIds.find(
    (id) => id.replaceAll('_', ' ') === plain || categories[id].words.includes(plain),
  );
};

/** As it is typed. */
export const categoryWords = (id: CategoryId): string => id.replaceAll('_', ' ');
