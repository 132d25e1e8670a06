import { parseArn } from '../../core/arn.ts';
import type { AccountId } from '../../core/ids.ts';
import type { EntityType } from './query.ts';

export interface ArnSubject {
  readonly type: EntityType;
  readonly name: string;
  /** The ARN to ask IAM about: a session's becomes undefined, since it leaves the role's path out. */
  readonly arn: string | undefined;
  /** Undefined: AWS's own policies, which are in every account. */
  readonly account: AccountId | undefined;
}

const types: Readonly<Record<string, EntityType>> = {
  user: 'user',
  role: 'role',
  group: 'group',
  policy: 'policy',
};

/** The user, role, group or policy that an ARN names; undefined where it names something else. */
export const subjectOfArn = (text: string): ArnSubject | undefined => {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const [kind = '', ...path] = arn.resource.split('/');
  if (arn.service === 'sts' && kind === 'assumed-role' && path[0] !== undefined)
    return { type: 'role', name: path[0], arn: undefined, account: arn.account };
  const type = Object.hasOwn(types, kind) ? types[kind] : undefined;
  const name = path.at(-1);
  if (arn.service !== 'iam' || type === undefined || name === undefined || name === '')
    return undefined;
  return { type, name, arn: text, account: arn.account };
};
