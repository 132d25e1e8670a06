import type { Storm } from '../core/channel-store.ts';
import type { Clock } from '../core/clock.ts';
import type { StormMember } from '../core/incident-store.ts';
import { type Post, postPriority } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { Text } from '../core/text.ts';
import { lockedPost, lockedStorm } from './locked.ts';
import { newPost, wantAnew } from './new-post.ts';
import { stormWork } from './storm.ts';

interface UpkeepDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly posted: (channel: string) => void;
}

/** Members on a page of the list: their lines and a menu of them all must fit into one message. */
export const membersPerPage = 50;

/** From one edit of the same message to the next. */
const stormEditMs = 5_000;
const pageEditMs = 20_000;

/** What a line shows of a member: when this changes, its page is written anew. */
const shownOf = ({ phase, state, firings, severity, acknowledged }: StormMember): string =>
  `${severity} ${phase} ${state} ${firings} ${acknowledged?.at ?? ''}`;

// A page keeps its members, as the first piece of each of its lines, and what was last shown of
// them as the second; the card puts words to it.
const idOf = (line: Text): string => (typeof line[0] === 'string' ? line[0] : '');

/** The ids of the members that stand on a page. */
export const membersOn = (page: Post): readonly string[] => page.lines.map(idOf);

const pagesOf = async (tx: Tx, stormId: string): Promise<readonly Post[]> => {
  const pages: Post[] = [];
  for (;;) {
    const [page] = await tx.posts.ofOwner('storm-page', `${stormId}/${pages.length + 1}`);
    if (page === undefined) return pages;
    pages.push(page);
  }
};

const chunks = (ids: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  );

/** Once on a page, always there: only new members move anything, and they go to the end. */
const laidOut = (pages: readonly Post[], members: readonly StormMember[]) => {
  const known = pages.map(membersOn);
  const placed = new Set(known.flat());
  const fresh = members.map(({ incidentId }) => incidentId).filter((id) => !placed.has(id));
  const last = known.at(-1) ?? [];
  const room = known.length === 0 ? 0 : Math.max(0, membersPerPage - last.length);
  const filled = known.length === 0 ? [] : [[...last, ...fresh.slice(0, room)]];
  return [...known.slice(0, -1), ...filled, ...chunks(fresh.slice(room), membersPerPage)];
};

const isSame = (a: readonly Text[], b: readonly Text[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Brings the storm's message and the pages of its list up to date, and ends it after the quiet. */
export const createStormUpkeep = ({ clock, newId, posted }: UpkeepDeps) => {
  const keepPage = async (
    tx: Tx,
    parent: Post,
    page: Post | undefined,
    { owner, lines }: { readonly owner: string; readonly lines: readonly Text[] },
  ): Promise<void> => {
    const now = clock.now();
    const priority = postPriority.line;
    if (page === undefined) {
      const { channel, id: parentId } = parent;
      const given = { id: newId(), channel, owner, parentId, priority, lines, now };
      await tx.posts.insert(newPost({ ...given, kind: 'storm-page' }));
    } else if (!isSame(page.lines, lines)) {
      const anew = wantAnew(page, { now, spacingMs: pageEditMs, priority });
      await tx.posts.update(page.id, { ...anew, lines });
    }
  };

  const keepPages = async (tx: Tx, storm: Storm, parent: Post): Promise<void> => {
    const members = await tx.incidents.stormMembers(storm.id);
    const shown = new Map(members.map((member) => [member.incidentId, shownOf(member)]));
    const pages = await pagesOf(tx, storm.id);
    for (const [index, ids] of laidOut(pages, members).entries()) {
      const lines = ids.map((id): Text => [id, shown.get(id) ?? '']);
      await keepPage(tx, parent, pages[index], { owner: `${storm.id}/${index + 1}`, lines });
    }
  };

  /** Does what is due for a storm. */
  return async (tx: Tx, stormId: string): Promise<void> => {
    const workId = `${stormWork}/${stormId}`;
    const storm = await lockedStorm(tx, stormId);
    const [known] = await tx.posts.ofOwner('storm', stormId);
    const parent = known && (await lockedPost(tx, known.id));
    if (storm === undefined || parent === undefined) return tx.due.remove(workId);
    const now = clock.now();
    const isOver = storm.endedAt !== undefined;
    const ends = !isOver && now >= storm.lastAt + storm.quietMs;
    const revision = storm.revision + Number(ends);
    if (ends) await tx.storms.put({ ...storm, endedAt: now, revision });
    // The message's revision runs along with the storm's, so this tells whether it is up to date.
    if (revision > parent.revisionWanted) {
      const anew = wantAnew(parent, { now, spacingMs: stormEditMs, priority: postPriority.change });
      await tx.posts.update(parent.id, { ...anew, revisionWanted: revision });
      await keepPages(tx, storm, parent);
      tx.whenVisible(() => posted(parent.channel));
    }
    if (ends || isOver) return tx.due.remove(workId);
    const at = storm.lastAt + storm.quietMs;
    return tx.due.put({ id: workId, kind: stormWork, at, payload: stormId });
  };
};
