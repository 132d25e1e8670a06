import type { Card } from './card.ts';
import type { Csv, Place } from './command.ts';
import type { AccountId } from './ids.ts';
import type { Text } from './text.ts';

/** What a digest may tell of, in the order in which it does. */
export const sectionIds = ['incidents', 'iam', 'trusted-advisor', 'activity', 'watching'] as const;
export type SectionId = (typeof sectionIds)[number];

/** Whom a part of a digest is about: an account, or the bot as a whole. */
export type SubjectId = AccountId | 'bot';

/** Epoch ms. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Something that is open. Plain JSON, redacted: it is kept, and compared with the next digest's. */
export interface Finding {
  /** The same as long as it is open; unique among its subject's in the section. */
  readonly id: string;
  /** Which of the part's kinds it is of. */
  readonly kind: string;
  /** What has to be read to know that it is over; {@link Unread.scope}. */
  readonly scope: string;
  readonly weight: 'fail' | 'warn';
  /** "user carol has no MFA device". */
  readonly what: Text;
  /** Since when, as AWS or the store says, epoch ms; undefined: since it was seen first. */
  readonly since?: number;
}

/** Findings alike, which are told as one: "7 users without MFA in prod and dev". */
export interface FindingKind {
  /** "Users without MFA". */
  readonly title: Text;
  /** What to do, as a sentence. */
  readonly next: Text;
  /** What to do first: 0 (can wait) to 100 (today). */
  readonly urgency: number;
}

/** What was not read: findings of this scope are neither open nor fixed. */
export interface Unread {
  /** `*`: all of the part. */
  readonly scope: string;
  /** A sentence with its cure. */
  readonly why: Text;
  /** Nobody will read it again: what was open is told as not seen this once, and forgotten by the next. */
  readonly isGone?: true;
}

/** What a section has found out about one subject. Plain JSON, redacted. */
export interface SectionPart<D = unknown> {
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly kinds: Readonly<Record<string, FindingKind>>;
  readonly unread: readonly Unread[];
  /** Numbers of the period, kept for the next digest; what was not measured is not in it. */
  readonly figures?: Readonly<Record<string, number>>;
  /** What the section alone understands, for telling more than what is new, fixed and still open. */
  readonly detail: D;
}

/** A finding as it stands in a digest. */
export interface OpenFinding extends Finding {
  /** Since when it is open, epoch ms. */
  readonly since: number;
  /** Set: it could not be read since that digest, epoch ms, and may be over. */
  readonly notSeenSince?: number;
}

/** What is kept of a subject's section for the next digest, and for the CSV of this one. */
export interface Snapshot {
  /** When it was read, epoch ms. */
  readonly at: number;
  /** Nothing was known before: nothing can be called new. */
  readonly isFirst: boolean;
  readonly kinds: Readonly<Record<string, FindingKind>>;
  /** The ids of those that are new. */
  readonly fresh: readonly string[];
  /** New ones, open ones and such as were not seen. */
  readonly open: readonly OpenFinding[];
  /** What was open in the last digest and is over now. */
  readonly fixed: readonly OpenFinding[];
  readonly unread: readonly Unread[];
  /** {@link SectionPart.figures}. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** When a digest is due: five fields of cron, by the clock of a zone. */
export interface Schedule {
  readonly cron: string;
  /** IANA. */
  readonly zone: string;
}

/** One digest as it is shown to one person. */
export interface ShownDigest {
  readonly root: Card;
  readonly sections: readonly {
    readonly id: SectionId;
    readonly title: string;
    readonly card: Card;
    readonly csv: Csv;
  }[];
  /** Something was not read. */
  readonly isPartial: boolean;
}

/** The digest as commands need it. */
export interface Digests {
  /**
   * What a digest over these places says now, against what the last one has kept of them; nothing is
   * kept. What is not read when the signal aborts says so.
   */
  readonly show: (wish: {
    readonly places: readonly Place[];
    /** Undefined: all. */
    readonly sections: readonly SectionId[] | undefined;
    /** May the asker also know what is not any account's: dead letters, subscriptions, gaps? */
    readonly isBotToo: boolean;
    /** By whose clocks days are told, IANA. */
    readonly zone: string;
    readonly signal: AbortSignal;
    readonly progress: (text: Text) => void;
  }) => Promise<ShownDigest>;
  /**
   * Has a digest of the settings posted into a channel, as soon as it is read; it is kept by no one and
   * changes nothing of when the next is due. False: there is none of that name.
   */
  readonly send: (wish: { readonly digest: string; readonly channel: string }) => Promise<boolean>;
}
