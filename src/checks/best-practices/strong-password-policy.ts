import type { BestPractice } from '../check.ts';
import { passwordPolicy } from '../password-policy.ts';

export const strongPasswordPolicy: BestPractice = {
  id: 'strong-password-policy',
  title: 'Strong password policy',
  asks: 'Passwords of IAM users are long, of every kind of characters, and not used again.',
  fails: passwordPolicy.fails,
  warns: passwordPolicy.warns,
  findings: passwordPolicy.findings,
  next: passwordPolicy.next,
  urgency: passwordPolicy.urgency,
  cis: passwordPolicy.cis,
  needs: passwordPolicy.needs,
  judge: passwordPolicy.judge,
};
