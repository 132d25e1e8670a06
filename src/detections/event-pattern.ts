import type { Detection, Watched } from './detection.ts';

type Json = Readonly<Record<string, unknown>>;

const calls = ['AWS API Call via CloudTrail'];

/** The documents say Signin, the events Sign In. */
const signIns = ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'];

const actions = ['AWS Console Action via CloudTrail'];

/** What EventBridge calls the records of a service. */
const kindsOf = (source: string | undefined): readonly string[] => {
  if (source === undefined) return [...calls, ...signIns, ...actions];
  return source === 'signin.amazonaws.com' ? signIns : calls;
};

const detailOf = ({ source, names, where }: Watched): Json => ({
  ...(source !== undefined && { eventSource: [source] }),
  ...(names !== undefined && { eventName: names }),
  ...where?.event,
});

/**
 * The pattern of an EventBridge rule that takes what a detection finds.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const eventPatternOf = ({ events }: Detection): Json => {
  const details = events.map(detailOf);
  return {
    'detail-type': [...new Set(events.flatMap(({ source }) => kindsOf(source)))],
    detail: details.length === 1 ? details[0] : { $or: details },
  };
};

/** Where no call is named, reads are meant too; every call that is named writes. */
export const isAboutReads = ({ events }: Detection): boolean =>
  events.some(({ names }) => names === undefined);
