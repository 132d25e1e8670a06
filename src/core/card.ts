import type { Severity } from './severity.ts';
import type { SafeUrl, Text, Untrusted } from './text.ts';

/** A table's cell: words, or a number that sorts as one. */
export type Cell = Text | { readonly number: number; readonly shown: string };

export type CardPart =
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
    }
  /** Preformatted foreign text, e.g. log lines. */
  | { readonly kind: 'code'; readonly text: Untrusted }
  | { readonly kind: 'note'; readonly text: Text }
  /** A line over time; the plain form tells its highest, lowest and last point in words. */
  | {
      readonly kind: 'chart';
      readonly title: Untrusted;
      readonly unit: string | undefined;
      readonly threshold: number | undefined;
      readonly points: readonly { readonly at: number; readonly value: number }[];
    }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  | { readonly kind: 'divider' };

export interface Fact {
  readonly label: string;
  readonly value: Text;
}

export type Button =
  | {
      readonly kind: 'action';
      readonly action: string;
      readonly label: string;
      readonly value: string;
      readonly style?: 'primary' | 'danger';
    }
  | { readonly kind: 'link'; readonly label: string; readonly url: SafeUrl }
  /** A menu: choosing an entry acts, with the entry's value. At most 100 are shown. */
  | {
      readonly kind: 'select';
      readonly action: string;
      readonly label: string;
      readonly options: readonly { readonly label: string; readonly value: string }[];
    };

/**
 * What a message says, without saying how Slack draws it. A renderer turns it into Block Kit
 * or into plain text, and cuts it to Slack's limits with a visible mark.
 */
export interface Card {
  /** The first line: one sentence a person would say. Also the notification text. */
  readonly headline: Text;
  /** Small print above the headline, e.g. how a question was understood. */
  readonly lead?: Text;
  /** Shown as emoji and word before the headline. */
  readonly badge?: { readonly emoji: string; readonly word: string; readonly severity?: Severity };
  readonly parts: readonly CardPart[];
}
