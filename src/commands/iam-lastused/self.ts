import { AppError } from '../../core/errors.ts';
import type { IamSubject } from './query.ts';

/** With `scope: self` one may ask about one's own address, and the IAM user that is called like it. */
const isOwn = (subject: IamSubject, self: string): boolean => {
  if (self === '') return false;
  if (subject.kind === 'person') return subject.email === self.toLowerCase();
  return (
    subject.kind === 'entity' &&
    subject.type === 'user' &&
    subject.name.toLowerCase() === self.toLowerCase()
  );
};

/** Throws where somebody who may only ask about themselves asks about something else. */
export const assertOwn = (subject: IamSubject, self: string | undefined): void => {
  if (self === undefined || isOwn(subject, self)) return;
  throw new AppError('here you may only ask about yourself', {
    kind: 'access',
    code: 'self_only',
    hint:
      self === ''
        ? 'Slack does not tell your e-mail address, so the bot cannot know what is yours.'
        : `Ask /iam-lastused ${self}, or have an admin allow more (access in trailwarden.yaml).`,
  });
};
