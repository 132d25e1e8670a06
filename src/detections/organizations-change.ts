import type { Detection } from './detection.ts';

export const organizationsChange: Detection = {
  id: 'organizations-change',
  title: 'Organizations change',
  severity: {
    level: 'high',
    reason: 'policies and members of the organization bind every account',
  },
  cis: 15,
  events: [
    {
      source: 'organizations.amazonaws.com',
      names: [
        'AcceptHandshake',
        'AttachPolicy',
        'CreateAccount',
        'CreateOrganizationalUnit',
        'CreatePolicy',
        'DeclineHandshake',
        'DeleteOrganization',
        'DeleteOrganizationalUnit',
        'DeletePolicy',
        'DetachPolicy',
        'DisablePolicyType',
        'EnablePolicyType',
        'InviteAccountToOrganization',
        'LeaveOrganization',
        'MoveAccount',
        'RemoveAccountFromOrganization',
        'UpdateOrganizationalUnit',
        'UpdatePolicy',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: false,
  meaning: 'An account, a unit or a policy of the organization was changed.',
  next: 'Compare with what was planned. An account that leaves takes no service control policy with it.',
};
