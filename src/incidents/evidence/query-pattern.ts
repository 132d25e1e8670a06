import { FilterPatternError } from '../../detections/filter-pattern/error.ts';
import { readFilterPattern } from '../../detections/filter-pattern.ts';

/** A quoted text or a number, as both languages write them. */
const value = String.raw`"[^"\\]{0,200}"|'[^'\\"]{0,200}'|-?\d{1,18}`;

const piece = new RegExp(
  String.raw`\s*(?:(\(|\))|(and|or)\b|([\w.]{1,200})\s{0,9}(=|!=)\s{0,9}(${value})|([\w.]{1,200})\s+in\s{0,9}\[([^\]]{0,2000})\])`,
  'iy',
);

const mostPieces = 100;

const quoted = (text: string): string => (text.startsWith("'") ? `"${text.slice(1, -1)}"` : text);

const oneOf = (field: string, list: string): string | undefined => {
  const values = list.split(',').map((each) => each.trim());
  if (!values.every((each) => new RegExp(`^(?:${value})$`).test(each))) return undefined;
  return `(${values.map((each) => `($.${field} = ${quoted(each)})`).join(' || ')})`;
};

const translated = (found: RegExpExecArray): string | undefined => {
  const [, bracket, joint, field, sign, compared = '', listed, list = ''] = found;
  if (bracket !== undefined) return bracket;
  if (joint !== undefined) return joint.toLowerCase() === 'and' ? '&&' : '||';
  if (field !== undefined) return `($.${field} ${sign ?? '='} ${quoted(compared)})`;
  return listed === undefined ? undefined : oneOf(listed, list);
};

/** Undefined for what is more than comparisons: functions, regular expressions, `not`. */
const conditionOf = (clause: string): string | undefined => {
  const pieces: string[] = [];
  piece.lastIndex = 0;
  let end = 0;
  for (let found = piece.exec(clause); found !== null; found = piece.exec(clause)) {
    const text = translated(found);
    if (text === undefined || pieces.length >= mostPieces) return undefined;
    pieces.push(text);
    end = piece.lastIndex;
  }
  return pieces.length > 0 && clause.slice(end).trim() === '' ? pieces.join(' ') : undefined;
};

const isPattern = (text: string): boolean => {
  try {
    readFilterPattern(text);
    return true;
  } catch (thrown) {
    if (thrown instanceof FilterPatternError) return false;
    throw thrown;
  }
};

/** Commands stand between bars; one within quotes is text. */
const commandsOf = (query: string): readonly string[] =>
  query.match(/(?:"[^"]*"|'[^']*'|[^|"'])+/g) ?? [];

/**
 * The filters of a query of Logs Insights as a filter pattern; undefined where they say more than a
 * pattern can. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export const patternOfQuery = (query: string): string | undefined => {
  const clauses = commandsOf(query.slice(0, 10_000)).flatMap(
    (command) => /^\s*filter\s+(.*)$/is.exec(command)?.[1] ?? [],
  );
  const conditions = clauses.map(conditionOf);
  const known = conditions.filter((condition) => condition !== undefined);
  if (known.length === 0 || known.length < conditions.length) return undefined;
  const pattern = `{ ${known.length === 1 ? known.join('') : known.map((each) => `(${each})`).join(' && ')} }`;
  return isPattern(pattern) ? pattern : undefined;
};
