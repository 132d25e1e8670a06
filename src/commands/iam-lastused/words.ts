import type { AccountId } from '../../core/ids.ts';
import type { Text } from '../../core/text.ts';
import type { IamSubject } from './query.ts';

/** What the words are about. */
export interface Found {
  readonly subject: IamSubject;
  /** Named by an ARN. */
  readonly account?: AccountId;
}

export interface WrongWords {
  readonly problem: Text;
  /** After the command's name. */
  readonly example: string;
  /** The form's field. */
  readonly field: string | undefined;
}

export const found = (subject: IamSubject): Found => ({ subject });

export const failed = (problem: Text, example: string, field?: string): WrongWords => ({
  problem,
  example,
  field,
});

export const isWrong = (read: Found | WrongWords): read is WrongWords => 'problem' in read;
