import { describe, expect, it } from 'vitest';
import { createLogReader } from '../../src/aws/logs.ts';
import { day } from '../../src/core/clock.ts';
import type { RegionId } from '../../src/core/ids.ts';
import { untrusted } from '../../src/core/text.ts';
import { createActivitySection } from '../../src/digest/sections/activity/activity.ts';
import { openTestStore } from '../incidents/rig.ts';
import { testClock } from '../store/make.ts';
import { duringTests, named } from './organisation-rig.ts';
import { linesOf, unreadOf } from './sections/rig.ts';

describe("the section on activity over the organisation's log group, asked by the real client", () => {
  const { under, clients } = duringTests();

  const read = async (logGroup: string, ...names: readonly string[]) => {
    const now = under().clock.now();
    const store = await openTestStore(testClock());
    const section = createActivitySection({
      logs: createLogReader(clients()),
      whereOf: clients().whereOf,
      trailLogs: () => [
        {
          logGroup,
          account: named('security').id,
          region: 'eu-west-1' as RegionId,
          covers: undefined,
        },
      ],
      store,
      clock: under().clock,
    });
    const reader = section.begin({
      places: [],
      period: { from: now - 28 * day, to: now },
      home: 'eu-west-1' as RegionId,
      signal: new AbortController().signal,
      urgency: 'background',
    });
    return Promise.all(
      names.map(async (name) => {
        const account = named(name);
        return reader.account({ account, regions: account.regions });
      }),
    );
  };

  it('measures what happened in each account', async () => {
    const [ofProd, ofStaging, ofSandbox] = await read(
      'aws-cloudtrail-logs-organization',
      'prod',
      'staging',
      'sandbox-3',
    );

    expect(ofProd?.figures).toEqual({
      root: 0,
      'failed-sign-ins': 4,
      'sign-ins-without-mfa': 0,
      denied: 9,
      guards: 0,
    });
    expect(ofProd?.detail.measures.denied?.doers[0]).toEqual({
      who: ['role ', untrusted('orders-task'), ' (3 sessions)'],
      what: [untrusted('kms:Decrypt')],
      count: 3,
    });
    // Somebody tried to stop a trail, and may not.
    expect(ofStaging?.figures).toMatchObject({ denied: 2, guards: 0 });
    expect(ofStaging?.detail.measures.denied?.doers[0]?.who[0]).toEqual(
      untrusted('dave@example.com'),
    );
    expect(ofSandbox && linesOf(ofSandbox)).toEqual([
      'fail root-in-use: root did console sign-in',
      'fail signs-in-without-mfa/root: root signs in to the console with a password alone',
    ]);
    expect([ofProd, ofStaging, ofSandbox].flatMap((part) => part && unreadOf(part))).toEqual([]);
  });

  it('says of which log group it measures nothing, and why', async () => {
    const [part] = await read('no-such-group', 'prod');

    expect(part && unreadOf(part)).toEqual([
      'sign-ins: no-such-group: there is no such resource. Check its name, account and region in the settings; it may have been deleted.',
    ]);
  });
});
