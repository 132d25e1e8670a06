import { describe, expect, it } from 'vitest';
import { makeReceived, start } from '../make.ts';
import type { Contract } from './store-contract.ts';

export const inboxContract = ({ run }: Contract): void => {
  describe('inbox', () => {
    const add = (change: Parameters<typeof makeReceived>[0] = {}) =>
      run((tx) => tx.inbox.add(makeReceived(change)));
    const take = (now = start, limit = 10) => run((tx) => tx.inbox.take(now, limit));

    it('gives back what was added', async () => {
      const received = makeReceived({ via: 'sqs', envelope: '{"Message":"告警 🚨"}' });

      await run((tx) => tx.inbox.add(received));
      const [row] = await take();

      expect(row).toEqual({ ...received, id: row!.id, attempts: 0, error: undefined });
      expect(await run((tx) => tx.inbox.get(row!.id))).toEqual(row);
    });

    it('adds a message of a topic once, also when both come at the same time', async () => {
      const both = await Promise.all([add({ messageId: 'm' }), add({ messageId: 'm' })]);

      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await add({ messageId: 'm' })).toBe(false);
      expect(await add({ messageId: 'm', topicArn: 'another' })).toBe(true);
    });

    it('keeps a text with U+0000 and lone surrogates, whatever it has to write instead', async () => {
      await add({ envelope: 'a\0b\uD800c' });

      const [row] = await take();

      expect(row?.envelope).toMatch(/^a[\0\uFFFD]b\uFFFD+c$/u);
    });

    it('takes what is due, in the order it came in, up to the limit', async () => {
      for (const messageId of ['1', '2', '3', '4']) await add({ messageId });
      const [first] = await take();
      await run((tx) => tx.inbox.retryLater(first!.id, start + 1_000, 'later'));

      expect((await take(start, 2)).map((row) => row.messageId)).toEqual(['2', '3']);
      expect((await take(start + 1_000)).map((row) => row.messageId)).toEqual(['1', '2', '3', '4']);
      expect((await take(start + 1_000, 1))[0]).toMatchObject({ attempts: 1, error: 'later' });
    });

    it('tells what became of a message of a topic', async () => {
      await add({ messageId: 'm', via: 'sqs' });
      const [row] = await take();
      const arrival = () => run((tx) => tx.inbox.arrival(row!.topicArn, 'm'));

      const waiting = await arrival();
      await run((tx) => tx.inbox.quarantine(row!.id, 'no signature'));

      expect(waiting).toEqual({
        via: 'sqs',
        receivedAt: row!.receivedAt,
        state: 'waiting',
        error: undefined,
      });
      expect(await arrival()).toMatchObject({ state: 'quarantined', error: 'no signature' });
      expect(await run((tx) => tx.inbox.arrival('another', 'm'))).toBeUndefined();
      expect(await run((tx) => tx.inbox.arrival(row!.topicArn, 'n'))).toBeUndefined();
    });

    it('takes nothing that is done', async () => {
      await add({ messageId: '1' });
      await add({ messageId: '2' });
      const rows = await take();

      await run((tx) =>
        tx.inbox.markDone(
          rows.map((row) => row.id),
          start,
        ),
      );
      await run((tx) => tx.inbox.markDone([], start));

      expect(await take()).toEqual([]);
      expect(await add({ messageId: '1' })).toBe(false);
    });

    it('keeps quarantined rows aside until one is put back', async () => {
      await add();
      const [row] = await take();

      await run((tx) => tx.inbox.quarantine(row!.id, 'cannot be read'));

      expect(await take()).toEqual([]);
      expect(await run((tx) => tx.inbox.quarantined(10))).toMatchObject([
        { id: row!.id, error: 'cannot be read', attempts: 1 },
      ]);
      expect(await run((tx) => tx.inbox.requeue(row!.id))).toBe(true);
      expect(await run((tx) => tx.inbox.requeue(row!.id))).toBe(false);
      expect(await run((tx) => tx.inbox.quarantined(10))).toEqual([]);
      expect(await take()).toMatchObject([{ id: row!.id, error: undefined, attempts: 0 }]);
    });

    it('can keep a row quarantined from the start, once', async () => {
      const received = makeReceived();

      expect(await run((tx) => tx.inbox.addQuarantined(received, 'forged'))).toBe(true);
      expect(await run((tx) => tx.inbox.addQuarantined(received, 'forged'))).toBe(false);
      expect(await take()).toEqual([]);
      expect(await run((tx) => tx.inbox.quarantined(10))).toMatchObject([{ error: 'forged' }]);
    });

    it('counts what waits and what is quarantined', async () => {
      expect(await run((tx) => tx.inbox.counts())).toEqual({
        waiting: 0,
        quarantined: 0,
        oldestWaitingAt: undefined,
      });
      await add({ receivedAt: start + 5 });
      await add({ receivedAt: start + 3 });
      await run((tx) => tx.inbox.addQuarantined(makeReceived(), 'x'));

      expect(await run((tx) => tx.inbox.counts())).toEqual({
        waiting: 2,
        quarantined: 1,
        oldestWaitingAt: start + 3,
      });
    });

    it('knows when the last one came in that was not found late', async () => {
      expect(await run((tx) => tx.inbox.lastReceivedAt())).toBeUndefined();
      await add({ receivedAt: start + 1 });
      await add({ receivedAt: start + 2, via: 'sqs' });
      await add({ receivedAt: start + 3, via: 'found-late' });

      expect(await run((tx) => tx.inbox.lastReceivedAt())).toBe(start + 2);
    });

    it('counts what came in during a time, by how it came', async () => {
      await add({ receivedAt: start - 1 });
      await add({ receivedAt: start });
      await add({ receivedAt: start + 1, via: 'sqs' });
      await add({ receivedAt: start + 1, via: 'sqs' });
      await add({ receivedAt: start + 2, via: 'found-late' });
      await add({ receivedAt: start + 3 });

      expect(await run((tx) => tx.inbox.received(start, start + 3))).toEqual({
        https: 1,
        sqs: 2,
        'found-late': 1,
      });
      expect(await run((tx) => tx.inbox.received(start + 4, start + 5))).toEqual({});
    });

    it('forgets only what is done and old', async () => {
      for (const receivedAt of [start, start + 1, start + 2]) await add({ receivedAt });
      const rows = await take(start + 2);
      await run((tx) => tx.inbox.markDone([rows[0]!.id, rows[2]!.id], start));

      expect(await run((tx) => tx.inbox.prune(start + 2))).toBe(1);
      expect(await run((tx) => tx.inbox.get(rows[0]!.id))).toBeUndefined();
      expect(await run((tx) => tx.inbox.get(rows[1]!.id))).toBeDefined();
      expect(await run((tx) => tx.inbox.get(rows[2]!.id))).toBeDefined();
    });

    it('never gives an id twice', async () => {
      await add();
      const [row] = await take();
      await run((tx) => tx.inbox.markDone([row!.id], start));
      await run((tx) => tx.inbox.prune(start + 1));
      await add();

      expect((await take())[0]!.id).toBeGreaterThan(row!.id);
    });
  });
};
