import type { PolicyDocument, Principal, Statement } from './document.ts';

/** Who may assume a role without being told to prove anything more. */
export interface Trust {
  /** Anybody with an AWS account. */
  readonly isOpen: boolean;
  /** Ids of accounts that are trusted as a whole or in part. */
  readonly accounts: readonly string[];
  /** It asks for an external id, or for membership of an organisation. */
  readonly isGuarded: boolean;
  /** It asks for anything at all. */
  readonly isConditional: boolean;
}

/** Conditions that tell one account's people from everybody else's. */
const guards = new Set([
  'sts:externalid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
]);

/** `*` as a value, and operators that exclude, guard nothing. */
const isGuard = ({ operator, key, values }: Statement['conditions'][number]): boolean =>
  guards.has(key) &&
  !operator.includes('not') &&
  !operator.endsWith('ifexists') &&
  values.length > 0 &&
  !values.some((value) => value.startsWith('*') || value.includes('::*'));

/** `111122223333`, or an ARN that names it; an id like `AROA…` is of somebody who was deleted. */
const accountOf = (principal: string): string | undefined =>
  /^\d{12}$/.test(principal) ? principal : /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];

const accountsOf = ({ aws }: Principal): readonly string[] =>
  aws.flatMap((one) => accountOf(one) ?? []);

/** Each statement that lets somebody assume the role. */
export const trustsOf = (document: PolicyDocument): readonly Trust[] =>
  document.kind === 'broken'
    ? []
    : document.statements.flatMap((statement) => {
        const { effect, principal, conditions } = statement;
        if (effect === 'deny' || principal === undefined) return [];
        return [
          {
            isOpen: principal.isEverybody,
            accounts: accountsOf(principal),
            isGuarded: conditions.some(isGuard),
            isConditional: conditions.length > 0,
          },
        ];
      });

/** May this service take the role, as `ec2.amazonaws.com` for machines? */
export const trustsService = (document: PolicyDocument, service: string): boolean =>
  document.kind === 'read' &&
  document.statements.some(
    ({ effect, principal }) =>
      effect === 'allow' && principal?.services.some((one) => one.startsWith(service)) === true,
  );
