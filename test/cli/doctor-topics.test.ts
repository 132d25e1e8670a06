import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sns } from '../../src/aws/sns.ts';
import { report } from '../../src/cli/doctor/report.ts';
import { topicTestSection } from '../../src/cli/doctor/topic-tests.ts';
import { systemClock } from '../../src/core/clock.ts';
import { isDoctorTest } from '../../src/core/doctor-test.ts';
import { AppError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/log.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { Store } from '../../src/core/store.ts';
import { untrusted } from '../../src/core/text.ts';
import { openStore } from '../../src/store/open.ts';
import { settingsWith } from '../core/settings-make.ts';

const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms' as Settings['topics'][number]['arn'];

let folder = '';
let path = '';
let bot: Store | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trailwarden-'));
  path = join(folder, 'bot.db');
});

afterEach(async () => {
  await bot?.stop();
  bot = undefined;
  await rm(folder, { recursive: true });
});

/** The bot that has the store open, as another process would. */
const startBot = async (): Promise<Store> => {
  bot = await openStore({ kind: 'sqlite', path }, { clock: systemClock, log: silentLog });
  return bot;
};

type Published = (topicArn: string, messageId: string, message: string) => Promise<void>;

const looked = async (
  published: Published,
  { topics = [topic], withinMs = 3_000 } = {},
): Promise<{ text: string; wrong: number }> => {
  let count = 0;
  const sns: Pick<Sns, 'publish'> = {
    publish: async (arn, { message }) => {
      count += 1;
      const id = `m${count}`;
      await published(arn, id, message);
      return id;
    },
  };
  const lines: string[] = [];
  const section = topicTestSection(
    settingsWith({
      topics: topics.map((arn) => ({ arn, signatureVersion: '2' })),
      store: { kind: 'sqlite', path },
    }),
    { sns: sns as Sns, clock: systemClock, withinMs },
  );
  const wrong = await report([section], (line) => lines.push(line), 5_000);
  return { text: lines.join('\n'), wrong };
};

/** Takes the message in as the bot does, and what it makes of it. */
const takeIn =
  (store: Store, then: 'done' | 'quarantined' | 'waiting'): Published =>
  (topicArn, messageId, message) =>
    store.transaction(async (tx) => {
      await tx.inbox.add({
        topicArn,
        messageId,
        via: 'sqs',
        receivedAt: systemClock.now(),
        envelope: JSON.stringify({ Message: message }),
      });
      const [row] = await tx.inbox.take(systemClock.now(), 1);
      if (then === 'done') await tx.inbox.markDone([row!.id], systemClock.now());
      if (then === 'quarantined') await tx.inbox.quarantine(row!.id, 'the signature is wrong');
    });

describe('a test through a topic', () => {
  it('that the running bot read is told with the seconds it took', async () => {
    const store = await startBot();

    const { text, wrong } = await looked(takeIn(store, 'done'));

    expect(text).toMatch(
      /✓ alarms in eu-west-1: the test arrived by its queue after \d\.\d s, and the bot read it\./,
    );
    expect(wrong).toBe(0);
  });

  it('that never comes is told with what to look at', async () => {
    await startBot();

    const { text, wrong } = await looked(async () => {}, { withinMs: 600 });

    expect(text).toMatch(
      /✗ alarms in eu-west-1: the test did not arrive within 0\.6 s\.\n.*→ Is the bot running/,
    );
    expect(wrong).toBe(1);
  });

  it('that was refused says why', async () => {
    const store = await startBot();

    const { text } = await looked(takeIn(store, 'quarantined'));

    expect(text).toContain('and was refused: the signature is wrong.');
  });

  it('says what right is missing, for each topic by itself', async () => {
    const store = await startBot();
    const other = `${topic}-2` as typeof topic;

    const { text, wrong } = await looked(
      async (arn, id, message) => {
        if (arn === other)
          throw new AppError('sns:Publish: the permission sns:Publish is missing.', {
            kind: 'access',
            code: 'aws_access_denied',
            hint: 'Add sns:Publish to the policy.',
          });
        await takeIn(store, 'done')(arn, id, message);
      },
      { topics: [topic, other] },
    );

    expect(text).toContain('✓ alarms in eu-west-1');
    expect(text).toMatch(/✗ alarms-2 in eu-west-1: .*missing\.\n.*→ Add sns:Publish to the policy/);
    expect(wrong).toBe(1);
  });

  it('needs the store that the bot writes', async () => {
    const { text, wrong } = await looked(async () => {});

    expect(text).toMatch(/✗ The test through the topics: There is no store at .* yet\.\n.*→ Start/);
    expect(wrong).toBe(1);
  });
});

describe('the marked message', () => {
  it.each([
    ['Trailwarden doctor test 01234567-89ab-cdef-0123-456789abcdef', true],
    ['Trailwarden doctor test 01234567-89ab-cdef-0123-456789abcdef and more', false],
    ['Trailwarden doctor test', false],
    ['ALARM: Trailwarden doctor test 01234567-89ab-cdef-0123-456789abcdef', false],
  ])('is told from others: %s', (message, is) => {
    expect(isDoctorTest({ message: untrusted(message) })).toBe(is);
  });
});
