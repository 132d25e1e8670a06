import { type Clock, day } from '../core/clock.ts';
import { type Digests, type ShownDigest, sectionIds } from '../core/digest.ts';
import type { RegionId } from '../core/ids.ts';
import type { Store } from '../core/store.ts';
import type { Compose, Composed } from './compose.ts';
import { digestCsv } from './csv.ts';
import { rootCard } from './root-card.ts';
import { sectionCard, type Telling } from './section-card.ts';
import { createDay } from './words.ts';

export interface ShowDeps {
  readonly compose: Compose;
  readonly store: Store;
  /** Where services without regions are asked. */
  readonly home: () => RegionId;
  readonly clock: Clock;
}

const shownOf = (composed: Composed, telling: Telling): ShownDigest => ({
  root: rootCard(composed, { ...telling, counts: [], lateSince: undefined }),
  sections: composed.sections.map((one) => ({
    id: one.section.id,
    title: one.section.title,
    card: sectionCard(one, telling),
    csv: digestCsv(
      one.section.id,
      one.told.map(({ account, snapshot }) => ({ account, section: one.section.id, snapshot })),
    ),
  })),
  isPartial: composed.sections.some(({ told }) =>
    told.some(({ snapshot }) => snapshot.unread.length > 0),
  ),
});

/** A digest of the last week as it is now, for one person, against what was kept last; keeps nothing. */
export const createShow =
  ({ compose, store, home, clock }: ShowDeps): Digests['show'] =>
  async ({ places, sections, isBotToo, zone, signal, progress }) => {
    const now = clock.now();
    const composed = await compose({
      places,
      sections: sections ?? sectionIds,
      isBotToo,
      period: { from: now - 7 * day, to: now },
      home: home(),
      urgency: 'people',
      signal,
      previous: (section, subject) =>
        store.transaction((tx) => tx.digests.newestSnapshot(section, subject)),
      onDone: (done, of) => progress([`Read ${done} of ${of} accounts …`]),
    });
    return shownOf(composed, {
      period: composed.period,
      day: createDay(zone, now),
      csv: 'asked',
    });
  };
