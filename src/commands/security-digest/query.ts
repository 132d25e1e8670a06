import type { SectionId } from '../../core/digest.ts';

export interface ShowQuery {
  readonly topic: 'show';
  /** Whose accounts and sections are meant where the words name none. */
  readonly digest: string | undefined;
  /** Undefined: all. */
  readonly sections: readonly SectionId[] | undefined;
  /** What stood after `in`, for the form. */
  readonly where: string;
}

export interface SendQuery {
  readonly topic: 'send';
  readonly digest: string;
  /** An id, or a name without `#`. */
  readonly channel: string;
}

export type DigestQuery = ShowQuery | SendQuery;
