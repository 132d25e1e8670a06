import { asList, isRecord, valueAt } from '../../core/values.ts';

/** One key of a statement's Condition. */
interface Condition {
  /** `StringEquals`, in small letters. */
  readonly operator: string;
  /** `aws:PrincipalOrgID`, in small letters: IAM does not tell keys apart by their case. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Principal {
  /** `*`, or everybody but some. */
  readonly isEverybody: boolean;
  /** Accounts by id, or ARNs of accounts, users, roles and sessions. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

/** One statement, of which nothing has to be asked twice whether it is a list. */
export interface Statement {
  readonly effect: 'allow' | 'deny';
  /** In small letters, as IAM compares them. */
  readonly actions: readonly string[];
  /** The actions are those that it is not about. */
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  readonly conditions: readonly Condition[];
  /** Only of trust and resource policies. */
  readonly principal: Principal | undefined;
}

export type PolicyDocument =
  | { readonly kind: 'read'; readonly statements: readonly Statement[] }
  /** Why, as the end of "… could not be read: it". */
  | { readonly kind: 'broken'; readonly why: string };

/**
 * IAM's own limit is 10,240 characters without blanks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const longest = 100_000;

/** Undefined: something else than a text or a list of texts. */
const textsOf = (value: unknown): readonly string[] | undefined => {
  const list = asList(value);
  return list.every((one) => typeof one === 'string') ? list : undefined;
};

const wordsOf = (value: unknown): readonly string[] =>
  asList(value).flatMap((one) =>
    typeof one === 'string' || typeof one === 'boolean' || typeof one === 'number'
      ? [String(one)]
      : [],
  );

const conditionsOf = (value: unknown): readonly Condition[] =>
  Object.entries(isRecord(value) ? value : {}).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      operator: operator.toLowerCase(),
      key: key.toLowerCase(),
      values: wordsOf(values),
    })),
  );

const principalOf = (statement: unknown): Principal | undefined => {
  const not = valueAt(statement, 'NotPrincipal');
  const value = valueAt(statement, 'Principal') ?? not;
  if (value === undefined) return undefined;
  const aws = wordsOf(valueAt(value, 'AWS'));
  return {
    isEverybody: not !== undefined || value === '*' || aws.includes('*'),
    aws,
    services: wordsOf(valueAt(value, 'Service')),
  };
};

/** `Action`, or else `NotAction`; both together are no statement. */
const eitherOf = (
  statement: unknown,
  name: 'Action' | 'Resource',
): { readonly texts: readonly string[]; readonly isNot: boolean } | undefined => {
  const value = valueAt(statement, name);
  const not = valueAt(statement, `Not${name}`);
  const texts = value !== undefined && not !== undefined ? undefined : textsOf(value ?? not);
  return texts && { texts, isNot: not !== undefined };
};

const statementOf = (value: unknown): Statement | undefined => {
  const effect = valueAt(value, 'Effect');
  const actions = eitherOf(value, 'Action');
  const resources = eitherOf(value, 'Resource');
  if (effect !== 'Allow' && effect !== 'Deny') return undefined;
  if (actions === undefined || actions.texts.length === 0 || resources === undefined)
    return undefined;
  return {
    effect: effect === 'Allow' ? 'allow' : 'deny',
    actions: actions.texts.map((action) => action.toLowerCase()),
    isNotAction: actions.isNot,
    resources: resources.texts,
    isNotResource: resources.isNot,
    conditions: conditionsOf(valueAt(value, 'Condition')),
    principal: principalOf(value),
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
};

/**
 * A policy document in a small typed form, whatever it holds: one that is broken is said so, and
 * never half read. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parsePolicy = (text: string): PolicyDocument => {
  if (text.length > longest) return { kind: 'broken', why: 'is longer than IAM allows' };
  const document = jsonOf(text);
  if (!isRecord(document)) return { kind: 'broken', why: 'is not a JSON object' };
  const written = asList(valueAt(document, 'Statement'));
  const statements = written.flatMap((one) => statementOf(one) ?? []);
  return written.length > 0 && statements.length === written.length
    ? { kind: 'read', statements }
    : { kind: 'broken', why: 'has a statement that is none' };
};
