import { escalatingActions } from './escalations.ts';
import { type Grants, noGrants } from './grants.ts';

const ofIam = escalatingActions.filter((action) => action.startsWith('iam:'));

/**
 * Of AWS's own policies those that give what leads to more rights, or nearly everything; their
 * documents are not read. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
const known: Readonly<Record<string, Grants>> = {
  AdministratorAccess: {
    isAdmin: true,
    wide: ['everything'],
    escalating: new Set(escalatingActions),
  },
  IAMFullAccess: { isAdmin: false, wide: ['iam:*'], escalating: new Set(ofIam) },
  PowerUserAccess: {
    isAdmin: false,
    wide: ['everything but iam:*, organizations:*, account:*'],
    escalating: new Set(escalatingActions.filter((action) => !action.startsWith('iam:'))),
  },
};

const isKnown = (name: string): boolean => Object.hasOwn(known, name);

/** `arn:aws-cn:iam::aws:policy/AdministratorAccess`. */
export const grantsOfAwsPolicy = (arn: string): Grants => {
  const name = /^arn:[a-z-]+:iam::aws:policy\/([A-Za-z]+)$/.exec(arn)?.[1];
  return name !== undefined && isKnown(name) ? (known[name] ?? noGrants) : noGrants;
};
