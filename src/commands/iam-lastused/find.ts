import type { IamRole, IamUser } from '../../aws/iam-types.ts';
import type { Place } from '../../core/command.ts';
import { gather } from '../../core/gather.ts';
import { type Unread, unreadOf } from '../asking/unread.ts';
import { type IamLastusedDeps, type IamQuestion, iamWhere, readingOf } from './deps.ts';
import { type EntityType, entityTypes, type IamSubject } from './query.ts';

/** A user, role, group or policy that is there. */
export interface Entity {
  readonly place: Place;
  readonly type: EntityType;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number | undefined;
  readonly user: IamUser | undefined;
  readonly role: IamRole | undefined;
  /** To how many a policy is attached. */
  readonly attachments: number | undefined;
}

export interface FoundEntities {
  readonly entities: readonly Entity[];
  readonly unread: readonly Unread[];
  /** How many names were looked for: places times types. */
  readonly tried: number;
}

interface Part {
  readonly place: Place;
  readonly type: EntityType;
}

type EntitySubject = Extract<IamSubject, { kind: 'entity' }>;

const nothing = { createdAt: undefined, user: undefined, role: undefined, attachments: undefined };

const lookUp = async (
  { iam, whereOf }: IamLastusedDeps,
  { name, arn }: EntitySubject,
  { place, type }: Part,
  question: IamQuestion,
): Promise<Entity | undefined> => {
  const where = iamWhere({ whereOf }, place);
  const reading = readingOf(question);
  switch (type) {
    case 'user': {
      const user = await iam.user(where, name, reading);
      return (
        user && {
          ...nothing,
          place,
          type,
          name: user.name,
          arn: user.arn,
          createdAt: user.createdAt,
          user,
        }
      );
    }
    case 'role': {
      const role = await iam.role(where, name, reading);
      return (
        role && {
          ...nothing,
          place,
          type,
          name: role.name,
          arn: role.arn,
          createdAt: role.createdAt,
          role,
        }
      );
    }
    case 'group': {
      const group = await iam.group(where, name, reading);
      return group && { ...nothing, place, type, name: group.name, arn: group.arn };
    }
    case 'policy': {
      const policy = await iam.policy(where, arn ?? name, reading);
      return (
        policy && {
          ...nothing,
          place,
          type,
          name: policy.name,
          arn: policy.arn,
          attachments: policy.attachments,
        }
      );
    }
  }
};

/** Looks a name up in every place, as what it is said to be or as each of the four. */
export const findEntities = async (
  deps: IamLastusedDeps,
  subject: EntitySubject,
  question: IamQuestion,
): Promise<FoundEntities> => {
  const types = subject.type === undefined ? entityTypes : [subject.type];
  const parts = question.places.flatMap((place) => types.map((type): Part => ({ place, type })));
  const got = await gather(parts, (part) => lookUp(deps, subject, part, question), {
    signal: question.signal,
    onDone: (done, of) => question.progress([`IAM: looked for the name, ${done} of ${of}`]),
  });
  return {
    entities: got.flatMap((one) =>
      one.kind === 'read' && one.value !== undefined ? [one.value] : [],
    ),
    unread: unreadOf(parts, got, ({ place, type }) => `${type} in ${place.account.name}`),
    tried: parts.length,
  };
};
