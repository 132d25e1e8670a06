import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf } from '../incidents/alerts.ts';
import { createRig, toChannel } from '../incidents/rig.ts';

const second = 1_000;
const minute = 60 * second;

type Step =
  | { readonly do: 'alarm' | 'ok'; readonly of: number }
  | { readonly do: 'kill' | 'lose-reply' | 'fail' | 'limit' }
  | { readonly do: 'wait'; readonly ms: number };

const alarms = 12;
const of = fc.integer({ min: 0, max: alarms - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('alarm', 'ok'), of }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.integer({ min: 1, max: 3_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('lose-reply', 'fail', 'limit') }),
  },
);

describe('whatever fails, whenever the process dies', () => {
  it('every alarm ends as one message that says what is true', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const { clock, slack, send, kill } = await createRig({
          latencyMs: 120,
          destinations: ({ name, ...alert }) =>
            toChannel(`c${name.untrusted.slice(1)}`)({ name, ...alert }),
        });
        const last = new Map<number, string>();

        for (const one of steps) {
          switch (one.do) {
            case 'alarm':
            case 'ok': {
              const state = one.do === 'ok' ? 'OK' : 'ALARM';
              await clock.pass(1);
              await send(alertOf(state, clock.now(), { name: `A${one.of}` }));
              last.set(one.of, state);
              break;
            }
            case 'wait':
              await clock.pass(one.ms);
              break;
            case 'kill':
              kill();
              break;
            case 'lose-reply':
              slack.fail('post', 'lost-reply');
              break;
            case 'fail':
              slack.fail('post', { kind: 'unknown', error: 'http_503' });
              break;
            case 'limit':
              slack.fail('post', { kind: 'rate-limited', retryAfterMs: 3 * second });
          }
        }
        slack.heal();
        await clock.pass(30 * minute);

        const ids = slack.messages.map(({ postId }) => postId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [alarm, state] of last) {
          const roots = slack.roots(`c${alarm}`).filter(({ broadcast }) => !broadcast);
          expect(roots).toHaveLength(1);
          expect(slack.text(roots[0]!)).toContain(state === 'OK' ? 'RESOLVED' : 'went to ALARM');
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
