import { valueAt } from '../core/values.ts';
import type { Condition, Detection } from './detection.ts';

const disabled: Condition = {
  pattern: '($.requestParameters.enable IS FALSE)',
  event: { requestParameters: { enable: [false] } },
  holds: (record) => valueAt(record, 'requestParameters', 'enable') === false,
};

export const guarddutySwitchedOff: Detection = {
  id: 'guardduty-switched-off',
  title: 'GuardDuty switched off',
  severity: { level: 'critical', reason: 'threats are no longer found' },
  events: [
    {
      source: 'guardduty.amazonaws.com',
      names: [
        'DeleteDetector',
        'DisassociateFromMasterAccount',
        'DisassociateFromAdministratorAccount',
        'DisassociateMembers',
        'DeleteMembers',
        'StopMonitoringMembers',
        'DisableOrganizationAdminAccount',
        'DeletePublishingDestination',
      ],
    },
    { source: 'guardduty.amazonaws.com', names: ['UpdateDetector'], where: disabled },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning: 'GuardDuty was switched off, or an account left its administrator.',
  next: 'Enable the detector again, and look at what the same caller did before and after.',
};
