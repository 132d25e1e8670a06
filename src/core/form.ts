import type { Text } from './text.ts';

export interface Option {
  /** At most 150 characters, unique in its field. */
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  /** Unique in its form; letters, digits and dashes. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
}

export type Field =
  | (FieldBase & {
      readonly kind: 'text';
      readonly placeholder?: string;
      readonly value?: string;
      readonly isLong?: boolean;
    })
  | (FieldBase & {
      readonly kind: 'choice';
      readonly options: readonly Option[];
      readonly value?: string;
    })
  | (FieldBase & {
      readonly kind: 'choices';
      readonly options: readonly Option[];
      readonly values?: readonly string[];
    });

/** A form without saying how Slack draws it; a renderer cuts it to Slack's limits. */
export interface Form {
  /** At most 24 characters. */
  readonly title: string;
  readonly intro?: Text;
  readonly fields: readonly Field[];
  /** The button that sends it, at most 24 characters. */
  readonly submit: string;
}

/** What was filled in, by field id; a field that was left empty is missing. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong, by field id. */
export type FormErrors = Readonly<Record<string, string>>;
