import type { Card } from '../core/card.ts';
import type { Post } from '../core/post-store.ts';
import type { Tx } from '../core/store.ts';
import type { AccountName } from './headline.ts';
import { type ListedMember, namedMembers, stormCard, stormPageCard } from './storm-cards.ts';
import { membersOn, membersPerPage } from './storm-upkeep.ts';

/** By incident, the one who tripped it, where that is known. */
const whoTripped = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const who = new Map<string, string>();
  for (const id of ids) {
    const evidence = await tx.evidence.get(id);
    const [newest] = evidence?.events ?? [];
    if (newest !== undefined) who.set(id, newest.human.name);
  }
  return who;
};

/** A page's owner is `<storm id>/<number>`. */
const pageOf = ({ owner }: Post) => {
  const slash = owner.lastIndexOf('/');
  return { stormId: owner.slice(0, slash), number: Number(owner.slice(slash + 1)) };
};

/** What a storm's message and the pages of its list say at this moment. */
export const createStormMessages = (accountName: AccountName) => {
  const storm = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const found = await tx.storms.get(post.owner);
    if (found === undefined) return undefined;
    const members = await tx.incidents.stormMembers(found.id);
    const named = namedMembers(members).map(({ incidentId }) => incidentId);
    return stormCard(found, members, accountName, await whoTripped(tx, named));
  };

  const page = async (tx: Tx, post: Post): Promise<Card | undefined> => {
    const { stormId, number } = pageOf(post);
    const shown: ListedMember[] = [];
    // One by one: of a storm of ten thousand a page shows only its own.
    for (const id of membersOn(post)) {
      const incident = await tx.incidents.get(id);
      const placements = incident && (await tx.incidents.placements(id));
      const placement = placements?.find((one) => one.stormId === stormId);
      if (incident && placement)
        shown.push({ ...incident, incidentId: id, severity: placement.severity.level });
    }
    const who = await whoTripped(
      tx,
      shown.map(({ incidentId }) => incidentId),
    );
    const members = shown.map((member) => ({ ...member, who: who.get(member.incidentId) }));
    const first = (number - 1) * membersPerPage + 1;
    return shown.length === 0
      ? undefined
      : stormPageCard({ page: number, first }, members, accountName);
  };

  return { storm, page };
};
