import { AppError } from '../../core/errors.ts';
import type { EvidenceGap } from '../../core/evidence.ts';
import type { AccountId, RegionId } from '../../core/ids.ts';
import { partitionOf } from '../../core/partition.ts';
import { withoutPlace } from '../../core/reason.ts';
import { foreign } from '../../core/redact.ts';
import { type Text, textOf } from '../../core/text.ts';

/** What was asked of AWS, for the words of what it answers. */
interface Asked {
  /** "the log group X". */
  readonly what: Text;
  /** `logs:FilterLogEvents`. */
  readonly action: string;
  /** What a policy line has to name; `*` where the action takes nothing else. */
  readonly resource: string;
  readonly account: AccountId | undefined;
  readonly region: RegionId;
}

export interface Gaps {
  readonly add: (gap: EvidenceGap) => void;
  /** What became of a question; gives the kind of gap that it is. @throws what AWS did not say */
  readonly failed: (thrown: unknown, asked: Asked) => EvidenceGap['kind'];
  readonly all: () => readonly EvidenceGap[];
}

/** The ARN of a log group, as a policy names it. */
export const logGroupArn = (
  logGroup: string,
  account: AccountId | undefined,
  region: RegionId,
): string => {
  if (logGroup.startsWith('arn:')) return logGroup.replace(/:\*$/, '');
  return `arn:${partitionOf(region)}:logs:${region}:${account ?? '*'}:log-group:${logGroup}`;
};

const placeOf = ({ account, region }: Asked): string =>
  account === undefined ? ` in ${region}` : ` of ${account} in ${region}`;

const hintText = ({ hint }: AppError): Text | undefined =>
  hint === undefined ? undefined : [foreign(hint)];

const policyLine = ({ action, resource }: Asked): Text => [
  'Add ',
  { code: foreign(JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource })) },
  " to the policy of the bot's role in that account.",
];

const denied = (error: AppError, asked: Asked): EvidenceGap => ({
  kind: 'denied',
  text: [
    'No right to read ',
    ...asked.what,
    placeOf(asked),
    ': ',
    foreign(withoutPlace(error.message)),
  ],
  cure: error.code === 'aws_access_denied' ? policyLine(asked) : hintText(error),
});

const gone = (_: AppError, asked: Asked): EvidenceGap => ({
  kind: 'log-group-gone',
  text: [
    'There is no longer ',
    ...asked.what,
    placeOf(asked),
    ': it was deleted, or never was there.',
  ],
  cure: [
    'See who deleted it with ',
    { code: '/whodid DeleteLogGroup' },
    ', and have the trail write to a log group again.',
  ],
});

const throttled = (_: AppError, asked: Asked): EvidenceGap => ({
  kind: 'cut',
  text: [
    'AWS answers that there are too many calls, so not all of ',
    ...asked.what,
    placeOf(asked),
    ' was read.',
  ],
  cure: ['It is tried again by itself.'],
});

const other = (error: AppError, asked: Asked): EvidenceGap => ({
  kind: 'cut',
  text: [
    'Not read, or not to the end: ',
    ...asked.what,
    placeOf(asked),
    ': ',
    foreign(withoutPlace(error.message)),
  ],
  cure: hintText(error),
});

const gapOf = (error: AppError, asked: Asked): EvidenceGap => {
  if (error.kind === 'access') return denied(error, asked);
  if (error.kind === 'rate-limit') return throttled(error, asked);
  const isLogGroup = asked.action === 'logs:FilterLogEvents';
  return error.code === 'aws_not_found' && isLogGroup ? gone(error, asked) : other(error, asked);
};

/** Collects why there is no evidence, or not all of it; each reason once. */
export const createGaps = (): Gaps => {
  const gaps = new Map<string, EvidenceGap>();
  const add = (gap: EvidenceGap): void => {
    const key = `${gap.kind} ${textOf(gap.text)}`;
    if (!gaps.has(key)) gaps.set(key, gap);
  };
  return {
    add,
    failed: (thrown, asked) => {
      if (!(thrown instanceof AppError)) throw thrown;
      const gap = gapOf(thrown, asked);
      add(gap);
      return gap.kind;
    },
    all: () => [...gaps.values()],
  };
};
