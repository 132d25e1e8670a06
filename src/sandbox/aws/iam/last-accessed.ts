import type { Json } from '../../json.ts';
import { isoSeconds } from '../trail/identities.ts';
import { createRandom } from '../trail/random.ts';
import { noSuch } from './answers.ts';
import type { Directory, IamGroup, IamPolicy, Principal } from './entities.ts';
import { services, type TrackedService } from './services.ts';
import { attachedTo } from './shapes.ts';
import type { Iam } from './store.ts';
import { grantedBy, policiesOf, type Use } from './usage.ts';

/** Whom a report is about: one principal, or all that a group or a policy reaches. */
export interface Subject {
  readonly entity: Principal | IamGroup | IamPolicy;
  /** Namespaces that it may use. */
  readonly granted: readonly string[];
  readonly principals: readonly Principal[];
}

const membersOf = ({ users }: Directory, groups: readonly IamGroup[]): readonly Principal[] =>
  [...users.values()].filter((user) => groups.some(({ name }) => user.groups.includes(name)));

const entityOf = (directory: Directory, arn: string): Subject['entity'] | undefined => {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const found =
    directory.policies.get(arn) ??
    directory.users.get(name) ??
    directory.roles.get(name) ??
    directory.groups.get(name);
  if (found?.arn === arn) return found;
  const all = [directory.users, directory.roles, directory.groups].map((map) => map.get(name));
  return all.find((one) => one?.arn === arn);
};

/** @throws AwsError NoSuchEntity */
export const subjectOf = (directory: Directory, arn: string): Subject => {
  const entity = entityOf(directory, arn);
  if (entity === undefined) throw noSuch(`ARN ${arn} is not in this account or does not exist.`);
  if (entity.kind === 'policy') {
    const { users, roles, groups } = attachedTo(directory, arn);
    const principals = [...new Set([...users, ...roles, ...membersOf(directory, groups)])];
    return { entity, granted: grantedBy([entity]), principals };
  }
  const granted = grantedBy(policiesOf(directory, entity));
  const principals = entity.kind === 'group' ? membersOf(directory, [entity]) : [entity];
  return { entity, granted, principals };
};

interface Used extends Use {
  readonly by: Principal;
}

/** Who used a service, the latest first. */
export const usersOf = (
  iam: Iam,
  { account }: Directory,
  { principals }: Subject,
  namespace: string,
): readonly Used[] =>
  principals
    .flatMap((by) => {
      const use = iam.usesOf(account, by).get(namespace);
      return use ? [{ ...use, by }] : [];
    })
    .toSorted((a, b) => b.at - a.at);

const actionFacts = (service: TrackedService, last: Used | undefined): readonly Json[] => {
  const random = createRandom(`actions:${last?.by.arn ?? ''}:${service.namespace}`);
  return service.actions.map((ActionName, index) => {
    if (last === undefined || (index > 0 && random.next() < 0.5)) return { ActionName };
    return {
      ActionName,
      LastAccessedEntity: last.by.arn,
      LastAccessedTime: isoSeconds(last.at - (index === 0 ? 0 : random.integer(10 * 86_400_000))),
      LastAccessedRegion: last.region,
    };
  });
};

/** What a report tells of each service, used or not. */
export const servicesFacts = (
  iam: Iam,
  directory: Directory,
  subject: Subject,
  isDetailed: boolean,
): readonly Json[] =>
  services
    .filter(({ namespace }) => subject.granted.includes(namespace))
    .map((service) => {
      const used = usersOf(iam, directory, subject, service.namespace);
      const [last] = used;
      return {
        ServiceName: service.name,
        ServiceNamespace: service.namespace,
        TotalAuthenticatedEntities: String(used.length),
        ...(last && {
          LastAuthenticated: isoSeconds(last.at),
          LastAuthenticatedEntity: last.by.arn,
          LastAuthenticatedRegion: last.region,
        }),
        ...(isDetailed && service.actions.length > 0
          ? { TrackedActionsLastAccessed: actionFacts(service, last) }
          : {}),
      };
    });
