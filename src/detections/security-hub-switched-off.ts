import type { Detection } from './detection.ts';

export const securityHubSwitchedOff: Detection = {
  id: 'security-hub-switched-off',
  title: 'Security Hub switched off',
  severity: { level: 'critical', reason: 'findings are no longer gathered' },
  events: [
    {
      source: 'securityhub.amazonaws.com',
      names: [
        'DisableSecurityHub',
        'DisableSecurityHubV2',
        'BatchDisableStandards',
        'DisassociateFromMasterAccount',
        'DisassociateFromAdministratorAccount',
        'DisassociateMembers',
        'DeleteMembers',
        'DisableOrganizationAdminAccount',
      ],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning:
    'Security Hub or one of its standards was disabled, or an account left its administrator.',
  next: 'Enable it again, and look at what the same caller did before and after.',
};
