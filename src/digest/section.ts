import type { Card, CardPart } from '../core/card.ts';
import type { Place } from '../core/command.ts';
import type { Period, SectionId, SectionPart, Snapshot, SubjectId } from '../core/digest.ts';
import type { RegionId } from '../core/ids.ts';
import type { Account } from '../core/settings.ts';

/** What a digest is read over. */
export interface SectionRun {
  readonly places: readonly Place[];
  readonly period: Period;
  /** Where services without regions are asked. */
  readonly home: RegionId;
  /** Aborts when it is time to tell what there is; what is not read by then is {@link SectionPart.unread}. */
  readonly signal: AbortSignal;
  readonly urgency: 'people' | 'background';
  /** What the last digest has kept, for what only it can tell: that AWS has removed a check. */
  readonly previous?: (section: SectionId, subject: SubjectId) => Promise<Snapshot | undefined>;
}

/** Reads one digest's facts. What is asked for several accounts at once is asked once. */
export interface SectionReader<D> {
  /** Rejects with an AppError where nothing at all could be read of the account. */
  readonly account: (place: Place) => Promise<SectionPart<D>>;
  /** What belongs to no account; absent: there is nothing of that kind. */
  readonly bot?: () => Promise<SectionPart<D>>;
}

/** What is told of one subject. `part` is missing where nothing at all could be read. */
export interface Told<D> {
  /** Undefined: the bot as a whole. */
  readonly account: Account | undefined;
  readonly part: SectionPart<D> | undefined;
  readonly snapshot: Snapshot;
}

/** A part of the digest: facts and verdicts of one kind, and how they are told. */
export interface Section<D = unknown> {
  readonly id: SectionId;
  /** "IAM best practices". */
  readonly title: string;
  readonly begin: (run: SectionRun) => SectionReader<D>;
  /**
   * What its message says beyond what is new, fixed and still open, which is told of every section
   * alike. Each table has at most 100 rows; the message is cut at Slack's limits.
   */
  readonly tell: (told: readonly Told<D>[], period: Period) => readonly CardPart[];
}

/** Any section: the detail of its parts is known to itself alone. */
export type AnySection = Section<unknown>;

/** Makes sections with details of their own fit into one list. */
export const anySection = <D>(section: Section<D>): AnySection => ({
  ...section,
  // The details come from this section's own readers: nobody else makes them.
  tell: (told, period) => section.tell(told as readonly Told<D>[], period),
});

/** The messages of one digest: the root, its thread in reading order, and the accounts' own. */
export interface DigestMessages {
  readonly root: Card;
  readonly sections: readonly {
    readonly id: SectionId;
    readonly title: string;
    readonly card: Card;
  }[];
  /** By account, for those with a channel of their own: one message each. */
  readonly accounts: readonly { readonly account: Account; readonly card: Card }[];
}
