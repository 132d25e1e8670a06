import { describe, expect, it } from 'vitest';
import { read } from '../../../src/checks/verdict.ts';
import { factsOf, judged, unread } from '../facts.ts';

const judge = (security: boolean, billing: boolean, operations: boolean) =>
  judged('alternate-contacts', factsOf({ contacts: read({ security, billing, operations }) }));

describe('alternate-contacts', () => {
  it('passes with all three', () => {
    expect(judge(true, true, true)).toEqual([
      'pass',
      'Contacts for security, billing and operations are set.',
    ]);
  });

  it('fails without a security contact, and tells what else is missing', () => {
    expect(judge(false, true, true)[0]).toBe('fail');
    expect(judge(false, false, false)).toEqual([
      'fail',
      'There is no security contact: what AWS finds out goes to the address of the root user.',
      'There is no billing and no operations contact.',
    ]);
  });

  it('warns without one of the others', () => {
    expect(judge(true, false, true)).toEqual(['warn', 'There is no billing contact.']);
    expect(judge(true, true, false)).toEqual(['warn', 'There is no operations contact.']);
  });

  it('is not known where they could not be read', () => {
    expect(judged('alternate-contacts', factsOf({ contacts: unread }))[0]).toBe('could-not-read');
  });
});
