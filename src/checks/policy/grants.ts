import type { Statement } from './document.ts';
import { escalatingActions } from './escalations.ts';
import { fitsIamPattern } from './pattern.ts';

/** What a policy gives that is worth a second look. Statements with a Condition do not count. */
export interface Grants {
  /** Everything on everything, IAM among it. */
  readonly isAdmin: boolean;
  /** What it gives of whole services on everything: `s3:*`; `everything but iam:*`. */
  readonly wide: readonly string[];
  /** Actions on anything that may lead to more rights, as IAM spells them. */
  readonly escalating: ReadonlySet<string>;
}

export const noGrants: Grants = { isAdmin: false, wide: [], escalating: new Set() };

/** Is the statement about this action? */
export const covers = ({ actions, isNotAction }: Statement, action: string): boolean =>
  actions.some((pattern) => fitsIamPattern(pattern, action.toLowerCase())) !== isNotAction;

/** Stand for any action: no pattern but one of everything fits both. */
const anyActions = ['a1:B2', 'z9:Y8'] as const;

const coversEverything = (statement: Statement): boolean =>
  anyActions.every((action) => covers(statement, action)) && !statement.isNotAction;

const isEverything = (resource: string): boolean => /^\*+$/.test(resource);

/** Every user, role, group or policy, every function: the part after the account is a `*` alone. */
const anyOfKind =
  /^arn:[^:]+:(?:iam|lambda|glue):[^:]*:[^:]*:(?:\*+|(?:user|role|group|policy|devEndpoint)\/\*+|function:\*+)$/i;

const isOnAnything = ({ resources, isNotResource }: Statement): boolean =>
  isNotResource || resources.some((one) => isEverything(one) || anyOfKind.test(one));

/** A Deny that leaves something out is not counted on. */
const isOnEverything = ({ resources, isNotResource }: Statement): boolean =>
  !isNotResource && resources.some(isEverything);

/** With these one's own user is enough to rise. */
const enoughOnSelf = new Set(['iam:AttachUserPolicy', 'iam:PutUserPolicy']);

const isOnSelf = ({ resources }: Statement): boolean =>
  resources.some((resource) => /\$\{aws:username\}/i.test(resource));

/** IAM's actions are worth something on anybody, those of a service on one of its things already. */
const rises = (statement: Statement, action: string): boolean =>
  covers(statement, action) &&
  (isOnAnything(statement) ||
    (action !== 'sts:AssumeRole' && !/^iam:|:Update/.test(action)) ||
    (enoughOnSelf.has(action) && isOnSelf(statement)));

const wideOf = (statement: Statement): readonly string[] => {
  if (!isOnAnything(statement)) return [];
  if (statement.isNotAction) return [`everything but ${statement.actions.join(', ')}`];
  if (coversEverything(statement)) return ['everything'];
  return statement.actions.filter((action) => /^[^:*?]+:\*+$/.test(action));
};

/**
 * What the statements of one policy give, less what it denies itself. What boundaries, other policies
 * and those of the organisation deny is not taken off.
 */
export const grantsOf = (statements: readonly Statement[]): Grants => {
  const plain = statements.filter(({ conditions }) => conditions.length === 0);
  const allows = plain.filter(({ effect }) => effect === 'allow');
  const denies = plain.filter((one) => one.effect === 'deny' && isOnEverything(one));
  const escalating = escalatingActions.filter(
    (action) =>
      allows.some((one) => rises(one, action)) && !denies.some((one) => covers(one, action)),
  );
  const hasAll = allows.some((one) => coversEverything(one) && isOnAnything(one));
  return {
    isAdmin: hasAll && escalating.some((action) => action.startsWith('iam:')),
    wide: [...new Set(allows.flatMap(wideOf))],
    escalating: new Set(escalating),
  };
};

/**
 * Does a condition hold without MFA? Requests with a long-lived key do not have the key at all, so that only
 * `…IfExists` and `Null` hold for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
const holdsWithoutMfa = (
  { operator, key, values }: Statement['conditions'][number],
  credential: Credential,
): boolean => {
  const isOf = (name: string): boolean =>
    operator === `${name}ifexists` || (operator === name && credential === 'password');
  if (key === 'aws:multifactorauthpresent' && isOf('bool')) return values.includes('false');
  if (key === 'aws:multifactorauthage' && operator.endsWith('ifexists'))
    return operator.startsWith('numericgreaterthan');
  return key.startsWith('aws:multifactorauth') && operator === 'null' && values.includes('true');
};

type Credential = 'password' | 'key';

/** Does it deny what leads to more rights to whoever comes with such a credential, and without MFA? */
export const deniesWithoutMfa = (
  statements: readonly Statement[],
  credential: Credential,
): boolean =>
  statements.some(
    (one) =>
      one.effect === 'deny' &&
      isOnEverything(one) &&
      one.conditions.length === 1 &&
      one.conditions.every((condition) => holdsWithoutMfa(condition, credential)) &&
      covers(one, 'iam:CreatePolicyVersion'),
  );
