import type { NamesOf } from './conditions.ts';
import type { WhodidQuery } from './query.ts';
import type { Term } from './term.ts';

/**
 * What a record has to hold so that it can be an answer, for CloudWatch to look for. It may let
 * through too much, and never too little but for capital letters, which CloudWatch tells from small
 * ones: every record is tested again here.
 */
type Sieve =
  /** A member of the record has this value. */
  | { readonly kind: 'field'; readonly path: string; readonly value: string }
  /** One of these texts stands anywhere in it. */
  | { readonly kind: 'text'; readonly texts: readonly string[] };

/** Inside double quotes; control characters have no place in a pattern. */
const escaped = (value: string): string =>
  value.replaceAll(/\p{Cc}/gu, '').replaceAll(/[\\"]/g, String.raw`\$&`);

const field = (path: string, value: string): Sieve => ({ kind: 'field', path, value });

const sieveFor = (term: Term | undefined, namesOf: NamesOf): Sieve | undefined => {
  switch (term?.kind) {
    case 'event':
      return field('eventName', term.name);
    case 'event-id':
      return field('eventID', term.id);
    case 'login':
      return field('eventName', 'ConsoleLogin');
    case 'root':
      return field('userIdentity.type', 'Root');
    case 'service':
      return field('eventSource', `${term.name}.amazonaws.com`);
    case 'account':
      return field('userIdentity.accountId', term.id);
    case 'address':
      return term.address.includes('/') ? undefined : field('sourceIPAddress', term.address);
    case 'key':
      return { kind: 'text', texts: [term.id] };
    case 'resource':
    case 'role':
      return { kind: 'text', texts: [lastPart(term.name)] };
    case 'word':
      return { kind: 'text', texts: [term.word] };
    case 'user':
    case 'member': {
      const names = namesOf(term);
      return names.length === 0 ? undefined : { kind: 'text', texts: names };
    }
    case undefined:
      return undefined;
  }
};

/** An ARN and a name of one resource end alike. */
const lastPart = (name: string): string => name.split(/[:/]/).at(-1) ?? name;

const sievesOf = (query: WhodidQuery, namesOf: NamesOf): readonly Sieve[] => {
  const from = query.from === undefined || query.from.includes('/') ? undefined : query.from;
  return [
    sieveFor(query.term, namesOf),
    sieveFor(query.by, namesOf),
    from === undefined ? undefined : field('sourceIPAddress', from),
  ].filter((sieve) => sieve !== undefined);
};

/**
 * A filter pattern is either of fields or of texts, so it is of those that tell more.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const filterPattern = (query: WhodidQuery, namesOf: NamesOf): string | undefined => {
  const sieves = sievesOf(query, namesOf);
  const texts = sieves.flatMap((sieve) => (sieve.kind === 'text' ? [sieve.texts] : []));
  // Terms side by side all have to be there; with a question mark one of them.
  const single = texts.filter((each) => each.length === 1);
  if (single.length > 0) return single.map(([text = '']) => `"${escaped(text)}"`).join(' ');
  const [several] = texts;
  if (several !== undefined) return several.map((text) => `?"${escaped(text)}"`).join(' ');
  const fields = sieves.flatMap((sieve) =>
    sieve.kind === 'field' ? [`($.${sieve.path} = "${escaped(sieve.value)}")`] : [],
  );
  return fields.length === 0 ? undefined : `{ ${fields.join(' && ')} }`;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
export const insightsQuery = (query: WhodidQuery, namesOf: NamesOf, limit: number): string => {
  const filters = sievesOf(query, namesOf).map((sieve) =>
    sieve.kind === 'field'
      ? `${sieve.path} = "${escaped(sieve.value)}"`
      : `(${sieve.texts.map((text) => `@message like "${escaped(text)}"`).join(' or ')})`,
  );
  return [
    'fields @timestamp, @message',
    ...filters.map((filter) => `filter ${filter}`),
    'sort @timestamp desc',
    `limit ${limit}`,
  ].join(' | ');
};
