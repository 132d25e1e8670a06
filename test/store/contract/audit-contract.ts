import { describe, expect, it } from 'vitest';
import { type AuditRow, auditSeed, brokenRow } from '../../../src/core/audit.ts';
import { makeAuditEntry } from '../make.ts';
import type { Contract } from './store-contract.ts';

export const auditContract = ({ run }: Contract): void => {
  describe('the audit log', () => {
    const append = (count: number, from = 1) =>
      run(async (tx) => {
        for (let n = from; n < from + count; n += 1)
          await tx.audit.append(makeAuditEntry({ detail: `sg-${n}` }));
      });
    const all = (): Promise<readonly AuditRow[]> => run((tx) => tx.audit.since(0, 1_000));

    it('gives back what was appended, counted from 1', async () => {
      const entry = makeAuditEntry({ accounts: [], outcome: 'refused', channel: '' });

      const row = await run((tx) => tx.audit.append(entry));

      expect(row).toMatchObject({ ...entry, seq: 1 });
      expect(await all()).toEqual([row]);
    });

    it('is a chain from its first row on', async () => {
      await append(3);

      const rows = await all();

      expect(brokenRow(rows, auditSeed)).toBeUndefined();
      expect(new Set(rows.map(({ hash }) => hash)).size).toBe(3);
      expect(brokenRow(rows, 'f'.repeat(64))).toEqual(rows[0]);
    });

    it('holds after 100 appends from five transactions at once', async () => {
      await Promise.all([1, 21, 41, 61, 81].map((from) => append(20, from)));

      const rows = await all();

      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
      expect(new Set(rows.map(({ detail }) => detail)).size).toBe(100);
      expect(brokenRow(rows)).toBeUndefined();
    });

    it('has no gap where a transaction failed', async () => {
      await append(1);
      await run(async (tx) => {
        await tx.audit.append(makeAuditEntry());
        throw new Error('no');
      }).catch(() => undefined);
      await append(1, 2);

      const rows = await all();

      expect(rows.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(brokenRow(rows)).toBeUndefined();
    });

    it.each([
      ['a word', { detail: 'sg-3 ' }],
      ['a time', { at: 0 }],
      ['an account', { accounts: [] }],
      ['an outcome', { outcome: 'refused' }],
      ['a hash', { hash: auditSeed }],
    ] as const)('shows a row in which %s was changed', async (_what, change) => {
      await append(5);
      const rows = (await all()).map((row) => (row.seq === 3 ? { ...row, ...change } : row));

      expect(brokenRow(rows)?.seq).toBe(3);
    });

    it('shows where a row was taken out, and where two have changed places', async () => {
      await append(4);
      const [a, b, c, d] = await all();

      expect(brokenRow([a!, c!, d!])).toEqual(c);
      expect(brokenRow([a!, c!, b!, d!])).toEqual(c);
    });

    it('is read in pages, each chained to the one before', async () => {
      await append(5);

      const first = await run((tx) => tx.audit.since(0, 2));
      const second = await run((tx) => tx.audit.since(2, 2));

      expect(first.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(second.map(({ seq }) => seq)).toEqual([3, 4]);
      expect(brokenRow(second, first[1]!.hash)).toBeUndefined();
      expect(await run((tx) => tx.audit.since(5, 2))).toEqual([]);
    });

    it('shows the newest, newest first', async () => {
      await append(5);

      expect((await run((tx) => tx.audit.latest(2))).map(({ seq }) => seq)).toEqual([5, 4]);
    });

    it('holds whatever people write: U+0000, lone surrogates, a time with a fraction', async () => {
      const row = await run((tx) =>
        tx.audit.append(
          makeAuditEntry({ detail: 'a\0b\uD800c 告警 🚨', accounts: ['\0'], at: 1_000.25 }),
        ),
      );

      expect(await all()).toEqual([row]);
      expect(row).toMatchObject({ detail: 'a\uFFFDb\uFFFDc 告警 🚨', at: 1_001 });
      expect(brokenRow(await all())).toBeUndefined();
    });
  });
};
