import type { Organisation } from '../organisation.ts';

/** Accounts of the large organisation with a Support plan, besides `prod` and `security`. */
const withPlan: ReadonlySet<string> = new Set(
  'management log-archive network identity payments orders billing ledger data-lake shop'.split(
    ' ',
  ),
);

/** Trusted Advisor tells its checks only to accounts with a plan. */
export const hasPlan = ({ places, own, accounts }: Organisation, account: string): boolean =>
  account === places.prod ||
  account === own.account ||
  accounts.some(({ id, name }) => id === account && withPlan.has(name));
