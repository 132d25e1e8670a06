import type { AppError } from './errors.ts';
import { foreign } from './redact.ts';
import type { Text } from './text.ts';

/** The place stands before the reason already: `iam:GetUser in 111122223333, us-east-1: …`. */
export const withoutPlace = (message: string): string =>
  message.replace(/^[a-z0-9-]{1,40}:[A-Za-z]{1,80} in [^:]{1,60}: /, '');

export const noTimeLeft: Text = ['There was no time left to read it.'];

/** "the permission iam:GetUser is missing. It is needed to …": with its cure. */
export const reasonOf = ({ message, hint }: Pick<AppError, 'message' | 'hint'>): Text => {
  const says = withoutPlace(message);
  return [foreign(hint === undefined ? says : `${says} ${hint}`)];
};
