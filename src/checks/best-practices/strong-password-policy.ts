import type { BestPractice } from '../check.ts';
import { passwordPolicy } from '../password-policy.ts';

export const strongPasswordPolicy: BestPractice = {
  id: 'strong-password-policy',
  title: 'Strong password policy',
  asks: 'Passwords of IAM users are long, of every kind of characters, and not used again.',
  fails: passwordPolicy.fails,
  warns: passwordPolicy.warns,
  next: 'Set a password policy with 14 characters or more and 24 remembered passwords.',
  cis: passwordPolicy.cis,
  needs: passwordPolicy.needs,
  judge: passwordPolicy.judge,
};
