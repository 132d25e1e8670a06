import { FilterPatternError } from '../../../detections/filter-pattern/error.ts';
import { readFilterPattern } from '../../../detections/filter-pattern.ts';
import { AwsError } from '../aws-error.ts';
import type { LogEvent } from './log-event.ts';

/**
 * A filter pattern as FilterLogEvents takes it.
 * @throws AwsError InvalidParameterException
 */
export const readPattern = (pattern: string): ((event: LogEvent) => boolean) => {
  try {
    return readFilterPattern(pattern);
  } catch (thrown) {
    if (!(thrown instanceof FilterPatternError)) throw thrown;
    throw new AwsError('InvalidParameterException', thrown.message);
  }
};
