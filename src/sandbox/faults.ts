import type { Target } from './calls.ts';

export const faultKinds = ['429', '5xx', 'lost-reply', 'hang', 'reset', 'error'] as const;
type FaultKind = (typeof faultKinds)[number];

/**
 * What goes wrong. `lost-reply` does what was asked and cuts the line; `hang` and `reset` do
 * nothing of it; `error` answers with `code`.
 */
export interface Fault {
  readonly target: Target;
  readonly kind: FaultKind;
  /** Only this method; without it any. */
  readonly method?: string | undefined;
  /** Only calls for this channel's id; without it any. */
  readonly channel?: string | undefined;
  /** Only calls in this account, by its id, and in this region; without them any. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly code?: string | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** How many calls it hits; 1 unless told, without end if there is a `rate`. */
  readonly count?: number | undefined;
  /** The probability that a call is hit, 0 to 1. */
  readonly rate?: number | undefined;
}

/** Where a call goes, as far as it is known. */
type FaultPlace = Pick<Fault, 'channel' | 'account' | 'region'>;

export interface Faults {
  readonly add: (fault: Fault) => void;
  /** The fault that this call meets, if any; it is used up by that. */
  readonly take: (target: Target, method: string, place?: FaultPlace) => Fault | undefined;
  readonly clear: () => void;
}

interface Active {
  readonly fault: Fault;
  left: number;
}

/** `cloudwatch:DescribeAlarms` is also found as `DescribeAlarms`. */
const isMethod = (wanted: string, method: string): boolean =>
  wanted === method || method.endsWith(`:${wanted}`);

const placeKeys = ['channel', 'account', 'region'] as const;

const isPlace = (fault: Fault, place: FaultPlace): boolean =>
  placeKeys.every((key) => fault[key] === undefined || fault[key] === place[key]);

/** @param random 0 to 1, as Math.random */
export const createFaults = (random: () => number): Faults => {
  let active: Active[] = [];
  const hits = ({ fault }: Active, target: Target, method: string, place: FaultPlace): boolean =>
    fault.target === target &&
    (fault.method === undefined || isMethod(fault.method, method)) &&
    isPlace(fault, place) &&
    (fault.rate === undefined || random() < fault.rate);
  return {
    add: (fault) => {
      const endless = fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY;
      active.push({ fault, left: fault.count ?? endless });
    },
    take: (target, method, place = {}) => {
      if (active.length === 0) return undefined;
      const found = active.find((one) => hits(one, target, method, place));
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) active = active.filter((one) => one !== found);
      return found.fault;
    },
    clear: () => {
      active = [];
    },
  };
};
