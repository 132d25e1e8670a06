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
  readonly code?: string | undefined;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** How many calls it hits; 1 unless told, without end if there is a `rate`. */
  readonly count?: number | undefined;
  /** The probability that a call is hit, 0 to 1. */
  readonly rate?: number | undefined;
}

export interface Faults {
  readonly add: (fault: Fault) => void;
  /** The fault that this call meets, if any; it is used up by that. */
  readonly take: (target: Target, method: string, channel?: string) => Fault | undefined;
  readonly clear: () => void;
}

interface Active {
  readonly fault: Fault;
  left: number;
}

/** `cloudwatch:DescribeAlarms` is also found as `DescribeAlarms`. */
const isMethod = (wanted: string, method: string): boolean =>
  wanted === method || method.endsWith(`:${wanted}`);

/** @param random 0 to 1, as Math.random */
export const createFaults = (random: () => number): Faults => {
  let active: Active[] = [];
  const hits = ({ fault }: Active, target: Target, method: string, channel?: string): boolean =>
    fault.target === target &&
    (fault.method === undefined || isMethod(fault.method, method)) &&
    (fault.channel === undefined || fault.channel === channel) &&
    (fault.rate === undefined || random() < fault.rate);
  return {
    add: (fault) => {
      const endless = fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY;
      active.push({ fault, left: fault.count ?? endless });
    },
    take: (target, method, channel) => {
      if (active.length === 0) return undefined;
      const found = active.find((one) => hits(one, target, method, channel));
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
