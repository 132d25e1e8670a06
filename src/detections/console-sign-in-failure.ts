import type { Condition, Detection } from './detection.ts';

/** A failed sign-in has a message and no error code. */
const failed: Condition = {
  pattern: '($.errorMessage = "Failed authentication")',
  event: { errorMessage: ['Failed authentication'] },
  holds: (record) => record['errorMessage'] === 'Failed authentication',
};

export const consoleSignInFailure: Detection = {
  id: 'console-sign-in-failure',
  title: 'Console sign-in failure',
  severity: { level: 'medium', reason: 'somebody may be guessing a password' },
  cis: 6,
  securityHub: 'CloudWatch.6',
  events: [{ source: 'signin.amazonaws.com', names: ['ConsoleLogin'], where: failed }],
  repeatsBy: 'actor',
  guardsTheGuards: false,
  meaning: 'A sign-in to the console failed. One is a typing error; many are an attack.',
  next: 'Look at the address and how often it tried. Ask the user if it goes on.',
};
