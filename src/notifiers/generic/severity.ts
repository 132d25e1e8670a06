import { compareSeverity, type Severity, type SeverityVerdict } from '../../core/severity.ts';
import { asNumber, isRecord } from '../../core/values.ts';
import { counted, shownNumber } from '../../core/words.ts';
import { entriesLike, pick, pickText, plainName } from './fields.ts';
import type { Json } from './reading.ts';

const levels: Readonly<Record<string, Severity>> = {
  fatal: 'critical',
  critical: 'critical',
  high: 'high',
  error: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  warn: 'medium',
  warning: 'medium',
  low: 'low',
  minor: 'low',
  info: 'info',
  informational: 'info',
  untriaged: 'info',
};

const levelOf = (word: string | undefined): Severity | undefined => {
  const name = plainName(word ?? '');
  return Object.hasOwn(levels, name) ? levels[name] : undefined;
};

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
const guardDutyWord = (score: number): string => {
  if (score >= 9) return 'Critical';
  if (score >= 7) return 'High';
  return score >= 4 ? 'Medium' : 'Low';
};

/** From a severity's own name: "GuardDuty gives it severity 8 (High)". */
const verdict = (word: string, shown: string, source: string): SeverityVerdict | undefined => {
  const level = levelOf(word);
  return level === undefined
    ? undefined
    : { level, reason: `${source} gives it severity ${shown}` };
};

const fromNumber = (score: number, source: string): SeverityVerdict | undefined => {
  if (score < 0 || score > 10) return undefined;
  const word = guardDutyWord(score);
  return verdict(word, `${shownNumber(score)} (${word})`, source);
};

/**
 * How grave the source calls it: a word, a number of 0–10 (GuardDuty), or an object with a label
 * (Security Hub) or a description (Macie).
 *
 * @param source who says so, a name of ours
 */
export const severityIn = (record: Json, source: string): SeverityVerdict | undefined => {
  const value = pick(record, ['severity']);
  if (value === undefined) return fromCounts(record, source);
  if (isRecord(value)) {
    const word = pickText(value, ['label', 'description', 'original']);
    return word === undefined ? undefined : verdict(word, plainWord(word), source);
  }
  const score = asNumber(value);
  if (score !== undefined) return fromNumber(score, source);
  return typeof value === 'string' ? verdict(value, plainWord(value), source) : undefined;
};

const countsIn = (record: Json) =>
  entriesLike(record, /severitycounts$/)
    .flatMap(([, counts]) => (isRecord(counts) ? Object.entries(counts) : []))
    .flatMap(([word, count]) => {
      const level = levelOf(word);
      const number = asNumber(count) ?? 0;
      return level === undefined || number <= 0 ? [] : [{ level, number }];
    })
    .toSorted((a, b) => compareSeverity(a.level, b.level));

/** What a scan found, worst first: "10 critical, 2 high"; undefined where it counted nothing. */
export const countsText = (record: Json): string | undefined => {
  const shown = countsIn(record).map(({ level, number }) => `${shownNumber(number)} ${level}`);
  return shown.length === 0 ? undefined : shown.join(', ');
};

/** `{"CRITICAL":10,"MEDIUM":9}`: as grave as the worst that was counted. */
const fromCounts = (record: Json, source: string): SeverityVerdict | undefined => {
  const [worst] = countsIn(record);
  return (
    worst && {
      level: worst.level,
      reason: `${source} counts ${counted(worst.number, `${worst.level} finding`)}`,
    }
  );
};

/** The reason is ours: only the known word goes in, never what else a message may hold. */
const plainWord = (word: string): string => word.replaceAll(/[^A-Za-z]/g, '').toUpperCase();
