import { type Severity, type SeverityVerdict, severities } from '../../core/severity.ts';
import type { AlarmChange } from './alarm.ts';

const levelOf = (word: string | undefined): Severity | undefined =>
  severities.find((level) => level === word?.toLowerCase());

/** `severity: critical` or `severity=high`, as people write it into a description. */
const inDescription =
  /(?<![\w-])severity["']?\s{0,3}[:=]\s{0,3}["']?(critical|high|medium|low|info)\b/i;
/** `[CRITICAL]` in the name or the description. */
const inBrackets = /\[(critical|high|medium|low|info)\]/i;

/** Only where the alarm itself says it in so many words; its routes and tags come later. */
export const severityOf = ({
  name,
  description = '',
}: AlarmChange): SeverityVerdict | undefined => {
  const written = levelOf(
    inDescription.exec(description)?.[1] ?? inBrackets.exec(description)?.[1],
  );
  if (written !== undefined) return { level: written, reason: "the alarm's description says so" };
  const named = levelOf(inBrackets.exec(name)?.[1]);
  return named === undefined ? undefined : { level: named, reason: "the alarm's name says so" };
};
