import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/core/alert.ts';
import type { AccountId, RegionId } from '../../../src/core/ids.ts';
import { noMetrics } from '../../../src/core/metrics.ts';
import { wantFile } from '../../../src/incidents/log-files/log-file-work.ts';
import { createReadLogFile } from '../../../src/incidents/log-files/read-errand.ts';
import { toAlerts } from '../../../src/notifiers/index.ts';
import { record } from '../../detections/records.ts';
import { createSimulatedClock } from '../clock.ts';
import { openTestStore } from '../rig.ts';

const bucket = 'example-trail-logs';
const key =
  'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/111122223333_CloudTrail_eu-west-1_20260301T1000Z_a.json.gz';
const id = `log-file ${bucket}/${key}`;

const changes = Array.from({ length: 170 }, (_, n) =>
  record('ec2', 'DeleteVpc', { eventID: `e${n}`, requestParameters: { vpcId: `vpc-${n}` } }),
);

/** Reads one file with a clock on which each batch takes its time. */
const createReading = async (batchMs: number, takeIn: (alert: Alert) => void) => {
  const clock = createSimulatedClock();
  const store = await openTestStore(clock);
  let elapsed = 0;
  const said: string[] = [];
  const read = createReadLogFile({
    store,
    sources: {
      buckets: () => [
        {
          bucket,
          account: '777788889999' as AccountId,
          region: 'eu-west-1' as RegionId,
          prefix: undefined,
        },
      ],
      fetch: async () => gzipSync(JSON.stringify({ Records: changes })),
      alertsOf: toAlerts,
      takesUnwatched: () => false,
    },
    destinations: () => [],
    takeIn: async (_, alert) => {
      takeIn(alert);
      elapsed += batchMs / 50;
    },
    say: async (_, { card }) => {
      said.push(JSON.stringify(card));
    },
    clock: { ...clock, monotonic: () => elapsed },
    metrics: noMetrics,
  });
  const work = { bucket, key, topic: undefined, inboxId: undefined, from: 0, lost: 0 };
  await store.transaction((tx) =>
    wantFile(tx, { ...work, via: 'https', receivedAt: clock.now() }, clock.now()),
  );
  const payload = () => store.transaction(async (tx) => (await tx.due.get(id))?.payload);
  return {
    payload,
    said,
    read: async (within = new AbortController().signal): Promise<void> => {
      await read(String(await payload()), within);
    },
  };
};

describe('a log file with more than can be taken in at a time', () => {
  it('is gone on with where it was left', async () => {
    const taken: string[] = [];
    const reading = await createReading(40_000, ({ events }) => taken.push(events?.[0]?.id ?? ''));

    await reading.read();
    const first = taken.length;
    const left = JSON.parse(String(await reading.payload()));
    await reading.read();

    expect(first).toBe(100);
    expect(left).toMatchObject({ bucket, key, from: 100, lost: 0 });
    expect(new Set(taken).size).toBe(170);
    expect(taken).toHaveLength(170);
  });

  it('ends at once when the bot stops', async () => {
    const stop = new AbortController();
    const taken: Alert[] = [];
    const reading = await createReading(1, (alert) => {
      taken.push(alert);
      stop.abort(new Error('the bot stops'));
    });

    await expect(reading.read(stop.signal)).rejects.toThrow('the bot stops');

    expect(taken).toHaveLength(50);
  });

  it('loses nothing but the record that cannot be taken in, and says so', async () => {
    const taken: string[] = [];
    const reading = await createReading(1, ({ events }) => {
      const event = events?.[0]?.id ?? '';
      if (event === 'e60') throw new Error('poison');
      taken.push(event);
    });

    await reading.read();

    expect(new Set(taken).size).toBe(169);
    expect(reading.said).toEqual([
      expect.stringContaining('1 record of the file could not be read; the others were.'),
    ]);
  });
});
