import { asList, asText, isRecord } from '../../core/values.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Log alarms are new (2026) and the place of their lines in the message is not written down, so
 * they are looked for by name in the message and one or two levels below.
 */
const linesName = /^(?:action)?log(?:lines?|events?|records?|entries)$/i;
const groupName = /^loggroup(?:name|identifier|arn)?s?$/i;
const queryName = /^querystring$/i;
const anyName = /^(?:(?:action)?log|querystring$)/i;

/** Slack shows some; AWS sends at most fifty. */
const maxLines = 50;

type Entry = readonly [name: string, value: unknown];

const entriesBelow = (value: Json, levels: number): readonly Entry[] =>
  Object.entries(value).flatMap(([name, inner]): readonly Entry[] => {
    if (anyName.test(name)) return [[name, inner]];
    return levels > 0 && isRecord(inner) ? entriesBelow(inner, levels - 1) : [];
  });

const lineOf = (item: unknown): string | undefined => {
  if (!isRecord(item)) return asText(item);
  const message = ['message', 'Message', '@message', 'line', 'Line', 'text']
    .map((name) => asText(item[name]))
    .find((text) => text !== undefined);
  if (message !== undefined) return message;
  const fields = Object.entries(item).flatMap(([name, value]) => {
    const text = asText(value);
    return text === undefined ? [] : [`${name}=${text}`];
  });
  return fields.length === 0 ? undefined : fields.join(' ');
};

export interface LogPart {
  readonly logLines: readonly string[];
  readonly logGroups: readonly string[];
  readonly logQuery: string | undefined;
}

/** The lines that tripped a log alarm, its log groups and its query, as far as they are told. */
export const logPart = (body: Json): LogPart => {
  const entries = entriesBelow(body, 3);
  const all = (pattern: RegExp): readonly unknown[] =>
    entries.filter(([name]) => pattern.test(name)).flatMap(([, value]) => asList(value));
  const texts = (values: readonly unknown[]): readonly string[] => [
    ...new Set(
      values.flatMap((value) => {
        const text = lineOf(value);
        return text === undefined ? [] : [text];
      }),
    ),
  ];
  return {
    logLines: texts(all(linesName)).slice(0, maxLines),
    logGroups: texts(all(groupName)),
    logQuery: asText(all(queryName)[0]),
  };
};
