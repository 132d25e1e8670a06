import { trailEventLink } from '../../core/console-link.ts';
import { readTrailEvent, type TrailEvent } from '../../core/trail-event.ts';
import { byWhom, trailFacts } from '../trail/told.ts';
import type { Json, Reading } from './reading.ts';
import { event } from './states.ts';

const verbs: Readonly<Record<TrailEvent['outcome'], string>> = {
  ok: 'was called',
  denied: 'was denied',
  failed: 'failed',
};

const verbOf = ({ call, outcome }: TrailEvent): string =>
  call === 'ConsoleLogin' && outcome === 'ok' ? 'succeeded' : verbs[outcome];

/** A record of CloudTrail that nobody watches for: who, what, when, which, where. */
export const readTrailRecord = (record: Json): Reading => {
  const trail = readTrailEvent(record);
  const { account, region, id } = trail;
  return {
    title: trail.call === 'ConsoleLogin' ? 'Console sign-in' : trail.what,
    verb: verbOf(trail),
    cause: byWhom(trail),
    status: event,
    at: trail.when,
    account,
    region,
    resource: trail.which[0],
    key: id === undefined ? undefined : ['cloudtrail', id],
    facts: trailFacts(trail),
    consoleUrl: region === undefined || id === undefined ? undefined : trailEventLink(region, id),
  };
};
