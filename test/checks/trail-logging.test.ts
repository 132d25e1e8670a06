import { describe, expect, it } from 'vitest';
import type { TrailFacts } from '../../src/checks/facts.ts';
import { read } from '../../src/checks/verdict.ts';
import { factsOf, judged, stateOf, trailOf, unread } from './facts.ts';

const judgeTrails = (...trails: readonly TrailFacts[]) =>
  judged('trail-logging', factsOf({ trails: read(trails) }));

const good: TrailFacts = { trail: trailOf(), state: read(stateOf()) };
const single = (homeRegion: string): TrailFacts => ({
  trail: trailOf({ isMultiRegion: false, homeRegion, name: homeRegion }),
  state: read(stateOf()),
});

describe('trail-logging', () => {
  it('passes with one good trail of all regions, whatever others do', () => {
    const silent = { trail: trailOf({ name: 'old' }), state: read(stateOf({ isLogging: false })) };

    expect(judgeTrails(silent, good)).toEqual([
      'pass',
      'The trail main records management events of every region.',
    ]);
    expect(judgeTrails({ ...good, trail: trailOf({ isOrganization: true }) })[1]).toContain(
      "The organisation's trail main",
    );
    expect(judgeTrails({ ...good, state: unread }, good)[0]).toBe('pass');
  });

  it('warns of a failed delivery, of changes only, of files that cannot be checked', () => {
    const error = { trail: trailOf(), state: read(stateOf({ deliveryError: 'AccessDenied' })) };
    const writes = { trail: trailOf(), state: read(stateOf({ management: 'write-only' })) };
    const loose = { trail: trailOf({ logFileValidation: false }), state: read(stateOf()) };

    expect(judgeTrails(error)).toEqual([
      'warn',
      'The trail main records every region, but its last delivery failed: AccessDenied.',
      'warn: main: its last delivery failed: AccessDenied',
    ]);
    expect(judgeTrails(writes)[1]).toContain('changes only');
    expect(judgeTrails(loose)[0]).toBe('warn');
  });

  it('warns where single regions cover all that were asked about, and fails where not', () => {
    expect(judgeTrails(single('eu-west-1'), single('us-east-1'))[0]).toBe('warn');
    const missing = judgeTrails(single('eu-west-1'));
    expect(missing[0]).toBe('fail');
    expect(missing[1]).toContain('Nothing is recorded in us-east-1');
  });

  it('fails without a trail that logs changes', () => {
    const stopped = { trail: trailOf(), state: read(stateOf({ isLogging: false })) };
    const reads = { trail: trailOf(), state: read(stateOf({ management: 'read-only' })) };

    expect(judgeTrails()[1]).toContain('There is no trail');
    expect(judgeTrails(stopped)).toContain('fail: main: it does not log');
    expect(judgeTrails(reads)).toContain('fail: main: it records no changes');
  });

  it('is not known where trails, a state or selectors could not be read', () => {
    const selectors = { trail: trailOf(), state: read(stateOf({ management: 'unknown' })) };

    expect(judged('trail-logging', factsOf({ trails: unread }))[0]).toBe('could-not-read');
    expect(judgeTrails({ trail: trailOf(), state: unread })[0]).toBe('could-not-read');
    expect(judgeTrails(selectors)[0]).toBe('could-not-read');
  });
});
