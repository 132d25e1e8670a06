import { describe, expect, it } from 'vitest';
import { coverSeconds, longPolicy } from '../../src/cli/doctor/delivery-policy.ts';
import { pinnedPolicy, senders } from '../../src/cli/doctor/queue-policy.ts';
import { bad, type Check, ok, report, warn } from '../../src/cli/doctor/report.ts';
import { AppError } from '../../src/core/errors.ts';

const printed = async (...checks: Check[]): Promise<{ lines: string[]; wrong: number }> => {
  const lines: string[] = [];
  const wrong = await report([{ title: 'Things', checks }], (line) => lines.push(line), 100);
  return { lines, wrong };
};

const check = (run: Check['run']): Check => ({ about: 'The thing', run });

describe('report', () => {
  it('prints a line for each finding, the cure under it, and counts what is wrong', async () => {
    const found = await printed(
      check(() => Promise.resolve([ok('well'), warn('so so', 'do this'), bad('wrong', 'do that')])),
    );

    expect(found.lines).toEqual([
      'Things',
      '  ✓ well',
      '  ! so so',
      '      → do this',
      '  ✗ wrong',
      '      → do that',
    ]);
    expect(found.wrong).toBe(1);
  });

  it('makes a finding of what a check throws, and goes on with the others', async () => {
    const { lines, wrong } = await printed(
      check(() =>
        Promise.reject(
          new AppError('it is broken.', { kind: 'config', code: 'x', hint: 'mend it' }),
        ),
      ),
      check(() => {
        throw new Error('at once.');
      }),
      check(() => Promise.resolve([ok('well')])),
    );

    expect(lines).toEqual([
      'Things',
      '  ✗ The thing: it is broken.',
      '      → mend it',
      '  ✗ The thing: at once.',
      '  ✓ well',
    ]);
    expect(wrong).toBe(2);
  });

  it('does not wait for a check that never ends, and tells it so', async () => {
    let isTold = false;

    const { lines, wrong } = await printed(
      check((signal) => {
        signal.addEventListener('abort', () => {
          isTold = true;
        });
        return new Promise(() => {});
      }),
      check(() => Promise.resolve([ok('well')])),
    );

    expect(lines).toEqual(['Things', '  ✗ The thing: no answer within 0 s.', '  ✓ well']);
    expect([wrong, isTold]).toEqual([1, true]);
  });

  it('prints no control character of a foreign word', async () => {
    const { lines } = await printed(check(() => Promise.resolve([ok('a\u001b[2Jb\nc')])));

    expect(lines.at(-1)).toBe('  ✓ a [2Jb c');
  });
});

describe('coverSeconds', () => {
  it.each([
    [undefined, 60],
    ['{"healthyRetryPolicy":{"numRetries":3,"minDelayTarget":20,"maxDelayTarget":20}}', 60],
    [
      '{"http":{"defaultHealthyRetryPolicy":{"numRetries":10,"minDelayTarget":10,"maxDelayTarget":10}}}',
      100,
    ],
    ['{"healthyRetryPolicy":{"numRetries":5,"numNoDelayRetries":5}}', 0],
    ['not JSON', 60],
  ])('adds up %s', (policy, seconds) => {
    expect(coverSeconds(policy)).toBe(seconds);
  });

  it('finds the policy that doctor proposes long enough and within the hour that SNS allows', () => {
    expect(coverSeconds(longPolicy)).toBeGreaterThan(2400);
    expect(coverSeconds(longPolicy)).toBeLessThanOrEqual(3600);
  });
});

describe('senders', () => {
  const statement = (rest: object): string =>
    JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', ...rest }] });
  const sns = { Service: 'sns.amazonaws.com' };
  const source = { ArnLike: { 'aws:sourceArn': 'arn:aws:sns:*:111122223333:*' } };

  it.each([
    ['no policy', undefined, 'closed'],
    [
      'a policy for a role',
      statement({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      'closed',
    ],
    ['SNS without a condition', statement({ Principal: sns }), 'open'],
    ['everybody', statement({ Principal: '*' }), 'open'],
    ['everybody, every action', statement({ Principal: { AWS: '*' }, Action: ['sqs:*'] }), 'open'],
    ['SNS, named topics', statement({ Principal: sns, Condition: source }), 'pinned'],
    ['the policy that doctor proposes', pinnedPolicy('arn:q', ['arn:t']), 'pinned'],
  ])('takes %s for what it is', (_, policy, expected) => {
    expect(senders(policy)).toBe(expected);
  });
});
