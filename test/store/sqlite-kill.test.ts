import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { useStoreFolder } from './folder.ts';
import { makeReceived, makeStorm, start } from './make.ts';

const folder = useStoreFolder();
let children: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
});

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
};

const writer = new URL('./children/writer.ts', import.meta.url);
const migrator = new URL('./children/migrator.ts', import.meta.url);

/** Starts a script on the store and collects the lines it prints. */
const startChild = (script: URL, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [fileURLToPath(script), folder.path(), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const untilLines = async (count: number): Promise<void> => {
    while (lines.length < count) await once(reader, 'line');
  };
  return { child, lines, untilLines };
};

describe('kill -9', () => {
  it('loses nothing that was acknowledged, time after time', async () => {
    const acknowledged: string[] = [];
    for (const name of ['first', 'second']) {
      const { child, lines, untilLines } = startChild(writer, name);
      await untilLines(100);
      await kill(child);
      acknowledged.push(...lines);
    }

    const store = await folder.open();
    const rows = await store.transaction((tx) => tx.inbox.take(start, 1_000_000));

    const kept = new Set(rows.map((row) => row.messageId));
    expect(acknowledged.filter((messageId) => !kept.has(messageId))).toEqual([]);
    expect(kept.size).toBeGreaterThanOrEqual(200);
  });

  it('in the middle of a migration leaves the old schema and its rows', async () => {
    const before = await folder.open();
    const storm = makeStorm();
    await before.transaction((tx) => tx.storms.put(storm));
    await before.stop();
    const { child, untilLines } = startChild(migrator);
    await untilLines(1);

    await kill(child);

    const after = await folder.open();
    expect(await after.transaction((tx) => tx.storms.get(storm.id))).toEqual(storm);
  });

  it('leaves no lock behind, and while the other lives, its lock holds', async () => {
    const { child, untilLines } = startChild(writer, 'only');
    await untilLines(1);

    await expect(folder.open()).rejects.toMatchObject({ kind: 'config', code: 'store_locked' });
    await kill(child);

    const store = await folder.open();
    expect(await store.transaction((tx) => tx.inbox.add(makeReceived()))).toBe(true);
  });

  it('need not be feared by who only looks, or takes a copy, meanwhile', async () => {
    const { untilLines } = startChild(writer, 'busy');
    await untilLines(10);

    const looking = await folder.open({ readOnly: true });
    const { waiting } = await looking.transaction((tx) => tx.inbox.counts());
    await looking.backUp?.();
    await untilLines(50);

    expect(waiting).toBeGreaterThanOrEqual(10);
    await expect(looking.checkWritable()).rejects.toMatchObject({ retryable: true });
  });
});
