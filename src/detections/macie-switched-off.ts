import { valueAt } from '../core/values.ts';
import type { Condition, Detection } from './detection.ts';

const paused: Condition = {
  pattern: '($.requestParameters.status = "PAUSED")',
  event: { requestParameters: { status: ['PAUSED'] } },
  holds: (record) => valueAt(record, 'requestParameters', 'status') === 'PAUSED',
};

export const macieSwitchedOff: Detection = {
  id: 'macie-switched-off',
  title: 'Macie switched off',
  severity: { level: 'high', reason: 'exposed data is no longer found' },
  events: [
    {
      source: 'macie2.amazonaws.com',
      names: [
        'DisableMacie',
        'DisassociateFromMasterAccount',
        'DisassociateFromAdministratorAccount',
        'DisassociateMember',
        'DisableOrganizationAdminAccount',
      ],
    },
    { source: 'macie2.amazonaws.com', names: ['UpdateMacieSession'], where: paused },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'Macie was disabled or paused, or an account left its administrator.',
  next: 'Enable it again, and look at which buckets were read meanwhile.',
};
