import { describe, expect, it } from 'vitest';
import type { EvidenceEvent } from '../../src/core/evidence.ts';
import { type Text, textOf } from '../../src/core/text.ts';
import { evidenceOfMessage } from '../../src/incidents/evidence/merge.ts';
import { sessionHeadline } from '../../src/incidents/session-headline.ts';
import { callAlertOf, eventOf } from './fake-evidence.ts';

const start = Date.UTC(2026, 2, 6, 20);

const deployed = (n: number, call: string, more: Partial<EvidenceEvent> = {}): EvidenceEvent => {
  const event = eventOf({ id: `e${n}`, when: start + n });
  return {
    ...event,
    trail: { ...event.trail, call, who: 'role deploy (session acme/infra@main)' },
    human: { ...event.human, kind: 'session', name: 'acme/infra@main', role: 'deploy' },
    ...more,
  };
};

const told = (events: readonly EvidenceEvent[], foldsWithinMs = 900_000) => {
  const [first] = events;
  if (first === undefined) throw new Error('expected an event');
  const alert = {
    ...callAlertOf(first, 'Security group change'),
    ...(foldsWithinMs > 0 && { foldsWithinMs }),
  };
  const evidence = evidenceOfMessage('incident-1', events, start);
  const headline: Text | undefined = sessionHeadline(alert, evidence, () => 'prod');
  return headline && textOf(headline);
};

describe('a piece of work', () => {
  it('is told by who did it, how much, and what of it is unusual', () => {
    const events = Array.from({ length: 30 }, (_, n) =>
      deployed(n, n === 4 ? 'CreateVpc' : 'CreateSecurityGroup', {
        ...(n === 4 && { normality: 'first-time' as const }),
      }),
    );

    expect(told(events)).toBe(
      'deploy (acme/infra@main) made 30 changes in prod (111122223333), eu-west-1: 2 operations, 1 unusual',
    );
  });

  it('names the person behind a permission set', () => {
    const events = [1, 2].map((n) => {
      const { human, ...event } = deployed(n, 'CreateVpc');
      const role = 'AWSReservedSSO_PowerUserAccess_0123456789abcdef';
      return {
        ...event,
        human: { ...human, kind: 'person' as const, name: 'frank@example.com', role },
      };
    });

    expect(told(events)).toContain('frank@example.com (role PowerUserAccess) made 2 changes');
  });

  it('is left to its own sentence where it is one change, or none of many', () => {
    const one = [deployed(1, 'CreateSecurityGroup')];

    expect(told(one)).toBeUndefined();
    expect(told([...one, deployed(2, 'CreateVpc')], 0)).toBeUndefined();
  });
});
