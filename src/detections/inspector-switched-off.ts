import type { Detection } from './detection.ts';

export const inspectorSwitchedOff: Detection = {
  id: 'inspector-switched-off',
  title: 'Inspector switched off',
  severity: { level: 'high', reason: 'vulnerabilities are no longer found' },
  events: [
    {
      source: 'inspector2.amazonaws.com',
      names: ['Disable', 'DisableDelegatedAdminAccount', 'DisassociateMember'],
    },
  ],
  repeatsBy: 'resource',
  guardsTheGuards: true,
  meaning:
    'Inspector no longer scans instances, images or functions, or an account left its administrator.',
  next: 'Enable it again for the resource types that it scanned.',
};
