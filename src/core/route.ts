import { type Alert, type Destination, defaultSeverity } from './alert.ts';
import type { Account, Route, Settings } from './settings.ts';
import type { SeverityVerdict } from './severity.ts';
import { fitsPattern } from './wildcard.ts';

export type RouteSettings = Pick<Settings, 'routes' | 'accounts' | 'slack'>;

/** What a route looks at, worked out once for an alert. */
interface Subject {
  readonly alert: Alert;
  readonly account: Account | undefined;
  readonly severity: SeverityVerdict;
}

interface Compiled {
  readonly number: number;
  readonly route: Route;
  /** "route 2: account prod". */
  readonly why: string;
  readonly matches: (subject: Subject) => boolean;
}

const nameOfTopic = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

const describe = (route: Route): string => {
  const conditions = Object.entries(route.when).map(([key, values]) =>
    key === 'topic'
      ? `topic ${values.map(nameOfTopic).join(' or ')}`
      : `${key} ${values.join(' or ')}`,
  );
  return conditions.length === 0 ? 'every alert' : conditions.join(', ');
};

type Condition = (subject: Subject) => boolean;

const isOneOf = (
  wanted: readonly string[] | undefined,
  value: (subject: Subject) => string | undefined,
): readonly Condition[] => {
  if (wanted === undefined) return [];
  const set = new Set(wanted);
  return [
    (subject) => {
      const found = value(subject);
      return found !== undefined && set.has(found);
    },
  ];
};

const accountIds = (wanted: readonly string[], accounts: readonly Account[]): readonly string[] =>
  wanted.flatMap((word) => [
    word,
    ...accounts
      .filter(({ name, groups }) => name === word || groups.includes(word))
      .map(({ id }) => id),
  ]);

const nameFits = (wanted: readonly string[] | undefined): readonly Condition[] => {
  if (wanted === undefined) return [];
  const patterns = wanted.map((pattern) => pattern.split('*'));
  return [({ alert }) => patterns.some((pattern) => fitsPattern(pattern, alert.name.untrusted))];
};

const topicIs = (wanted: readonly string[] | undefined): readonly Condition[] => {
  if (wanted === undefined) return [];
  const set = new Set(wanted);
  return [
    ({ alert: { topic } }) =>
      topic !== undefined && (set.has(topic) || set.has(nameOfTopic(topic))),
  ];
};

const compile = (route: Route, index: number, accounts: readonly Account[]): Compiled => {
  const { account, region, severity, source, topic, name } = route.when;
  const conditions = [
    ...isOneOf(account && accountIds(account, accounts), ({ alert }) => alert.account),
    ...isOneOf(source, ({ alert }) => alert.source),
    ...isOneOf(region, ({ alert }) => alert.region),
    ...isOneOf(severity, (subject) => subject.severity.level),
    ...topicIs(topic),
    ...nameFits(name),
  ];
  return {
    number: index + 1,
    route,
    why: `route ${index + 1}: ${describe(route)}`,
    matches: (subject) =>
      (subject.alert.isUnwatched !== true || route.unwatched === true) &&
      conditions.every((condition) => condition(subject)),
  };
};

/** As a part of a channel's name: lower case, and `-` for what Slack does not take there. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');

type PlaceholderValues = Readonly<Record<string, string | undefined>>;

const placeholderValues = ({ alert, account }: Subject): PlaceholderValues => ({
  'account.name': account?.name,
  'account.id': alert.account,
  region: alert.region,
  source: alert.source,
});

/** Slack's limit for a channel's name. */
const channelNameLength = 80;

type Resolved = { readonly channel: string } | { readonly missing: string };

const resolveChannel = (pattern: string, values: PlaceholderValues): Resolved => {
  const missing: string[] = [];
  const channel = pattern.replaceAll(/\{([^}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? slug(values[name] ?? '') : '';
    if (value === '') missing.push(`{${name}}`);
    return value;
  });
  return missing.length > 0
    ? { missing: missing.join(' and ') }
    : { channel: channel.slice(0, channelNameLength) };
};

/** A channel with `{account.name}` and `{account.id}` filled in; undefined: a name has no letter in it. */
export const channelOfAccount = (pattern: string, { id, name }: Account): string | undefined => {
  if (!pattern.includes('{')) return pattern;
  const resolved = resolveChannel(pattern, { 'account.name': name, 'account.id': id });
  return 'channel' in resolved ? resolved.channel : undefined;
};

/** The values of one condition by which the route is found; undefined: it is looked at every time. */
const indexKeys = (route: Route, accounts: readonly Account[]): readonly string[] | undefined => {
  const { account, name, topic } = route.when;
  if (account !== undefined) return accountIds(account, accounts).map((id) => `account ${id}`);
  if (name?.every((pattern) => !pattern.includes('*'))) return name.map((each) => `name ${each}`);
  return topic?.map((each) => `topic ${nameOfTopic(each)}`);
};

const alertKeys = ({ account, name, topic }: Alert): readonly string[] => [
  ...(account === undefined ? [] : [`account ${account}`]),
  `name ${name.untrusted}`,
  ...(topic === undefined ? [] : [`topic ${nameOfTopic(topic)}`]),
];

/**
 * The routes an alert may match, in order. With a route an account, an alarm or a topic, thousands
 * of them cost no more than a few.
 */
const createIndex = (
  routes: readonly Compiled[],
  accounts: readonly Account[],
): ((alert: Alert) => readonly Compiled[]) => {
  const always: Compiled[] = [];
  const byKey = new Map<string, Compiled[]>();
  for (const compiled of routes) {
    const keys = indexKeys(compiled.route, accounts);
    if (keys === undefined) always.push(compiled);
    for (const key of new Set(keys)) {
      const bucket = byKey.get(key);
      if (bucket === undefined) byKey.set(key, [compiled]);
      else bucket.push(compiled);
    }
  }
  return (alert) => {
    const found = alertKeys(alert).flatMap((key) => byKey.get(key) ?? []);
    return found.length === 0
      ? always
      : [...found, ...always].toSorted((a, b) => a.number - b.number);
  };
};

const withSkipped = (why: string, skipped: readonly string[]): string =>
  skipped.length === 0 ? why : `${why} (${skipped.join('; ')})`;

/**
 * Works out once what the settings say, and tells for each alert where it goes: the first route
 * whose every condition holds; with `continue` the next ones too; the fallback channel if there is
 * none. A route whose channel cannot be worked out (`{account.name}` of an unknown account) is
 * passed over, which `why` says. Empty only for a record of CloudTrail that no detection matches
 * and no route asks for.
 */
export const createRouter = (
  settings: RouteSettings,
): ((alert: Alert) => readonly Destination[]) => {
  const accounts = new Map<string, Account>(
    settings.accounts.map((account) => [account.id, account]),
  );
  const candidates = createIndex(
    settings.routes.map((route, index) => compile(route, index, settings.accounts)),
    settings.accounts,
  );
  return (alert) => {
    const subject: Subject = {
      alert,
      account: alert.account === undefined ? undefined : accounts.get(alert.account),
      severity: alert.severity ?? defaultSeverity,
    };
    const found: Destination[] = [];
    const skipped: string[] = [];
    for (const { number, route, why, matches } of candidates(alert)) {
      if (!matches(subject)) continue;
      const resolved = route.channel.includes('{')
        ? resolveChannel(route.channel, placeholderValues(subject))
        : { channel: route.channel };
      if ('missing' in resolved) {
        skipped.push(`route ${number} passed over: the alert does not tell ${resolved.missing}`);
        continue;
      }
      const severity =
        route.severity === undefined
          ? subject.severity
          : { level: route.severity, reason: `route ${number} says so` };
      if (found.every(({ channel }) => channel !== resolved.channel))
        found.push({
          channel: resolved.channel,
          severity,
          why: withSkipped(why, skipped),
          ...(route.page && { page: route.page }),
          ...(route.autoResolveMs !== undefined && { autoResolveMs: route.autoResolveMs }),
        });
      if (!route.continue) break;
    }
    if (found.length > 0 || (alert.isUnwatched === true && skipped.length === 0)) return found;
    const why = withSkipped('no route matches: the fallback channel', skipped);
    return [{ channel: settings.slack.fallbackChannel, severity: subject.severity, why }];
  };
};

/** Where one alert goes; for many alerts under the same settings build a router once. */
export const destinations = (alert: Alert, settings: RouteSettings): readonly Destination[] =>
  createRouter(settings)(alert);

const combinations = (route: Route, accounts: readonly Account[]): readonly PlaceholderValues[] => {
  const ids = route.when.account && accountIds(route.when.account, accounts);
  const sources = route.when.source ?? [undefined];
  return accounts
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .flatMap(({ id, name, regions }) =>
      [...(route.when.region ?? regions), undefined].flatMap((region) =>
        sources.map((source) => ({ 'account.name': name, 'account.id': id, region, source })),
      ),
    );
};

/** The channels that a route can lead an account's alerts to; empty if it takes none of them. */
export const routeChannels = (route: Route, account: Account): readonly string[] => [
  ...new Set(
    combinations(route, [account]).flatMap((values) => {
      const resolved = resolveChannel(route.channel, values);
      return 'channel' in resolved ? [resolved.channel] : [];
    }),
  ),
];

/**
 * The channels that the settings can lead to, each once, as far as they can be told beforehand:
 * a pattern is filled in with the listed accounts and their regions. The fallback channel first.
 */
export const possibleChannels = (
  settings: RouteSettings,
): readonly { readonly channel: string; readonly why: string }[] => {
  const found = new Map([[settings.slack.fallbackChannel, 'the fallback channel']]);
  for (const [index, route] of settings.routes.entries())
    for (const values of [{}, ...combinations(route, settings.accounts)]) {
      const resolved = resolveChannel(route.channel, values);
      if ('channel' in resolved && !found.has(resolved.channel))
        found.set(resolved.channel, `route ${index + 1}`);
    }
  for (const [index, { page }] of settings.routes.entries()) {
    const channel = page?.escalate?.channel;
    if (channel !== undefined && !found.has(channel))
      found.set(channel, `route ${index + 1}, escalation`);
  }
  return [...found].map(([channel, why]) => ({ channel, why }));
};
