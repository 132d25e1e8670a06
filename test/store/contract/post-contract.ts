import { describe, expect, it } from 'vitest';
import { type Post, postPriority } from '../../../src/core/post-store.ts';
import { untrusted } from '../../../src/core/text.ts';
import { makePost, start } from '../make.ts';
import type { Contract } from './store-contract.ts';

const channelId = 'C0123ABCD' as NonNullable<Post['postedIn']>;
const standing = { ts: '1764000000.000100', postedIn: channelId, revisionSent: 1 };

export const postContract = (contract: Contract): void => {
  keepingContract(contract);
  dueContract(contract);
  dueChannelsContract(contract);
};

const keepingContract = ({ run, clock }: Contract): void => {
  const insert = (change: Partial<Post> = {}): Promise<Post> => {
    const post = makePost(change);
    return run((tx) => tx.posts.insert(post)).then(() => post);
  };

  describe('posts', () => {
    it('come back as they were put, in every property', async () => {
      const plain = await insert();
      const full = await insert({
        ...standing,
        kind: 'reply',
        parentId: plain.id,
        priority: postPriority.line,
        revisionWanted: 4,
        attemptAt: start + 1,
        attempts: 2,
        failingSince: start,
        dueAt: start + 3,
        state: 'parked',
        error: 'internal_error',
        plain: true,
        broadcast: true,
        meantFor: 'sec-dev',
        reason: 'is_archived',
        lines: [['OK again at ', { time: start }], [untrusted('<!channel>')]],
        card: { headline: ['hello'], parts: [{ kind: 'divider' }] },
      });

      expect(await run((tx) => tx.posts.get(plain.id))).toEqual(plain);
      expect(await run((tx) => tx.posts.get(full.id))).toEqual(full);
      expect(await run((tx) => tx.posts.get('unknown'))).toBeUndefined();
    });

    it('change only where they are told to, also back to nothing', async () => {
      const post = await insert({ error: 'x', failingSince: start, attemptAt: start });
      const lines = [['one more']];

      await run((tx) => tx.posts.update(post.id, { attemptAt: undefined, plain: true, lines }));
      await run((tx) => tx.posts.update(post.id, { ...standing, state: 'idle', error: undefined }));
      await run((tx) => tx.posts.update(post.id, {}));

      expect(await run((tx) => tx.posts.get(post.id))).toEqual({
        ...post,
        ...standing,
        attemptAt: undefined,
        plain: true,
        lines,
        state: 'idle',
        error: undefined,
      });
    });

    it('are found by their owner, the oldest first', async () => {
      const second = await insert({ channel: 'b', createdAt: start + 1 });
      const first = await insert({ channel: 'a' });
      await insert({ kind: 'storm' });
      await insert({ owner: 'another' });

      expect(await run((tx) => tx.posts.ofOwner('root', 'incident-1'))).toEqual([first, second]);
    });

    it('take more lines as long as no call has gone out for the reply', async () => {
      const root = await insert();
      const unsent = () => run((tx) => tx.posts.unsentReply(root.id));
      await insert({ kind: 'root', parentId: root.id });
      expect(await unsent()).toBeUndefined();

      const reply = await insert({ kind: 'reply', parentId: root.id });
      expect(await unsent()).toEqual(reply);

      await run((tx) => tx.posts.update(reply.id, { attemptAt: start }));
      expect(await unsent()).toBeUndefined();
      await run((tx) => tx.posts.update(reply.id, { attemptAt: undefined, ts: '1.2' }));
      expect(await unsent()).toBeUndefined();
    });

    it('tell which notice of a thread is to be posted first', async () => {
      const root = await insert({ kind: 'notice' });
      const unsent = () => run((tx) => tx.posts.firstUnsentNotice(root.id));
      await insert({ kind: 'reply', parentId: root.id });
      await insert({ kind: 'notice', parentId: 'another' });
      expect(await unsent()).toBeUndefined();

      const first = await insert({ kind: 'notice', parentId: root.id, createdAt: start + 1 });
      const second = await insert({ kind: 'notice', parentId: root.id });
      expect(await unsent()).toEqual(first);

      await run((tx) => tx.posts.update(first.id, { ts: '1.2' }));
      expect(await unsent()).toEqual(second);
      await run((tx) => tx.posts.update(second.id, { state: 'parked' }));
      expect(await unsent()).toBeUndefined();
    });

    it('tell which roots of a channel are new or wanted anew, the newest last', async () => {
      const old = await insert({ createdAt: start - 60_000, owner: 'old' });
      const older = await insert({ createdAt: start - 90_000, owner: 'older' });
      const young = await insert({ createdAt: start - 1, owner: 'young' });
      await insert({ kind: 'storm' });
      await insert({ channel: 'another' });
      const recent = () => run((tx) => tx.posts.recentRoots('sec-prod', start - 10_000));
      expect(await recent()).toEqual([{ postId: young.id, owner: 'young', at: start - 1 }]);

      clock().advance(5);
      await run((tx) => tx.posts.update(old.id, { revisionWanted: 2 }));
      await run((tx) => tx.posts.update(older.id, { revisionWanted: 1, revisionSent: 1 }));

      expect(await recent()).toEqual([
        { postId: young.id, owner: 'young', at: start - 1 },
        { postId: old.id, owner: 'old', at: start + 5 },
      ]);
    });

    it('are no sign of a storm where a person wanted them', async () => {
      const old = makePost({ owner: 'old', createdAt: start - 20_000 });
      const asked = makePost({ owner: 'asked', createdAt: start });
      await run((tx) => tx.posts.insert(old));
      await run((tx) => tx.posts.insert(asked, { isByPerson: true }));
      await run((tx) => tx.posts.update(old.id, { revisionWanted: 2 }, { isByPerson: true }));

      const recent = await run((tx) => tx.posts.recentRoots('sec-prod', start - 10_000));

      expect(recent).toEqual([]);
      expect((await run((tx) => tx.posts.get(old.id)))?.revisionWanted).toBe(2);
    });

    it('are sent again after they were parked, as if they had never failed', async () => {
      const post = await insert({
        state: 'parked',
        attempts: 40,
        failingSince: start,
        error: 'fatal_error',
      });
      expect(await run((tx) => tx.posts.parked(10))).toEqual([post]);
      expect(await run((tx) => tx.posts.due('sec-prod', start, 10))).toEqual([]);

      expect(await run((tx) => tx.posts.unpark(post.id, start + 7))).toBe(true);

      expect(await run((tx) => tx.posts.unpark(post.id, start + 7))).toBe(false);
      expect(await run((tx) => tx.posts.parked(10))).toEqual([]);
      expect(await run((tx) => tx.posts.due('sec-prod', start + 7, 10))).toMatchObject([
        { id: post.id, attempts: 0, failingSince: undefined, error: undefined, dueAt: start + 7 },
      ]);
    });

    it('are counted', async () => {
      expect(await run((tx) => tx.posts.counts())).toEqual({
        due: 0,
        parked: 0,
        oldestDueAt: undefined,
      });
      await insert({ dueAt: start + 2 });
      await insert({ dueAt: start + 1 });
      await insert({ state: 'idle' });
      await insert({ state: 'parked' });

      expect(await run((tx) => tx.posts.counts())).toEqual({
        due: 2,
        parked: 1,
        oldestDueAt: start + 1,
      });
    });
  });
};

const dueContract = ({ run }: Contract): void => {
  const insert = (change: Partial<Post> = {}): Promise<Post> => {
    const post = makePost(change);
    return run((tx) => tx.posts.insert(post)).then(() => post);
  };
  const due = (now = start, limit = 10) =>
    run((tx) => tx.posts.due('sec-prod', now, limit)).then((posts) => posts.map(({ id }) => id));

  describe('due posts of a channel', () => {
    it('come by priority, then age, then in the order they were put', async () => {
      const change = await insert({ ...standing, priority: postPriority.change });
      const young = await insert({ createdAt: start + 2 });
      const old = await insert({ createdAt: start + 1 });
      const twin = await insert({ createdAt: start + 2 });
      const critical = await insert({ priority: postPriority.critical, createdAt: start + 9 });
      await insert({ channel: 'another' });
      await insert({ state: 'idle' });

      const expected = [critical, old, young, twin, change].map(({ id }) => id);
      expect(await due()).toEqual(expected);
      expect(await due(start, 2)).toEqual(expected.slice(0, 2));
    });

    it('wait for their time', async () => {
      const later = await insert({ dueAt: start + 5 });

      expect(await due(start + 4)).toEqual([]);
      expect(await due(start + 5)).toEqual([later.id]);
    });

    it('in a thread wait until the message above them stands', async () => {
      const root = await insert();
      const reply = await insert({ kind: 'reply', parentId: root.id, priority: postPriority.line });
      const orphan = await insert({ kind: 'reply', parentId: 'gone' });
      expect(await due()).toEqual([root.id]);

      await run((tx) => tx.posts.update(root.id, { ...standing, state: 'idle' }));

      expect(await due()).toEqual([reply.id]);
      await run((tx) => tx.posts.update(orphan.id, standing));
      expect(await due()).toEqual([orphan.id, reply.id]);
    });
  });
};

const dueChannelsContract = ({ run }: Contract): void => {
  const insert = (channel: string, change: Partial<Post> = {}): Promise<Post> => {
    const post = makePost({ channel, ...change });
    return run((tx) => tx.posts.insert(post)).then(() => post);
  };
  const dueChannels = (now = start, limit = 10) => run((tx) => tx.posts.dueChannels(now, limit));
  const nextDueAt = () => run((tx) => tx.posts.nextDueAt());

  describe('channels with due posts', () => {
    it('are none when nothing waits', async () => {
      await insert('a', { state: 'idle' });
      await insert('b', { state: 'parked' });

      expect(await dueChannels()).toEqual([]);
      expect(await nextDueAt()).toBeUndefined();
    });

    it('come once each, the most urgent first', async () => {
      await insert('line', { ...standing, priority: postPriority.line });
      await insert('root', { createdAt: start + 1 });
      await insert('old-root');
      await insert('critical', { priority: postPriority.critical, createdAt: start + 2 });
      await insert('critical', { priority: postPriority.line });

      expect(await dueChannels()).toEqual(['critical', 'old-root', 'root', 'line']);
      expect(await dueChannels(start, 2)).toEqual(['critical', 'old-root']);
    });

    it('come also when one channel has nearly all of the posts', async () => {
      for (let count = 0; count < 9; count += 1) await insert('flood');
      await insert('small', { createdAt: start + 1 });

      expect(await dueChannels(start, 2)).toEqual(['flood', 'small']);
    });

    it('are left alone while they are parked', async () => {
      await insert('a', standing);
      await run((tx) => tx.channels.update('a', { parkedUntil: start + 10 }));

      expect(await dueChannels(start + 9)).toEqual([]);
      expect(await nextDueAt()).toBe(start + 10);
      expect(await dueChannels(start + 10)).toEqual(['a']);
    });

    it('are held back by their pace for new messages, not for edits', async () => {
      await insert('new');
      await insert('edit', standing);
      for (const channel of ['new', 'edit'])
        await run((tx) => tx.channels.update(channel, { nextPostAt: start + 10 }));

      expect(await dueChannels(start)).toEqual(['edit']);
      expect(await dueChannels(start + 10)).toEqual(['new', 'edit']);
    });

    it('do not count a reply whose parent does not stand yet', async () => {
      const root = await insert('a', { state: 'idle' });
      await insert('a', { kind: 'reply', parentId: root.id });
      expect(await dueChannels()).toEqual([]);
      expect(await nextDueAt()).toBeUndefined();

      await run((tx) => tx.posts.update(root.id, standing));

      expect(await dueChannels()).toEqual(['a']);
      expect(await nextDueAt()).toBe(start);
    });

    it('say when the next of them is due, its pace and parking considered', async () => {
      await insert('paced', { dueAt: start + 1 });
      await run((tx) => tx.channels.update('paced', { nextPostAt: start + 50 }));
      await insert('free', { dueAt: start + 30 });
      expect(await nextDueAt()).toBe(start + 30);

      await insert('paced', { ...standing, dueAt: start + 20 });
      expect(await nextDueAt()).toBe(start + 20);
    });
  });
};
