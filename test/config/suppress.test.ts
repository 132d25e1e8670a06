import { describe, expect, it } from 'vitest';
import { loadText } from './load-text.ts';

const actor = 'arn:aws:iam::111122223333:role/ci/deploy';

const load = (entry: string) =>
  loadText(`accounts: [{ id: '111122223333', name: prod, groups: [critical] }]
suppress:
  - ${entry}
`);

const problemsOf = async (entry: string): Promise<string> => {
  const loaded = await load(entry);
  return loaded.ok ? '' : loaded.problems.join('\n');
};

const whole = (more = '') =>
  `{ reason: terraform runs each night, until: 2026-12-31, actor: '${actor}'${more} }`;

describe('a suppression in the settings', () => {
  it('holds to the end of its last day', async () => {
    expect(
      await load(whole(', detection: security-group-change, account: critical')),
    ).toMatchObject({
      ok: true,
      settings: {
        suppress: [
          {
            reason: 'terraform runs each night',
            until: Date.UTC(2027, 0, 1),
            actors: [actor],
            detections: ['security-group-change'],
            accounts: ['critical'],
          },
        ],
      },
    });
  });

  it.each([
    [`{ until: 2026-12-31, actor: '${actor}' }`, /reason/],
    [`{ reason: because, actor: '${actor}' }`, /until/],
    ['{ reason: because, until: 2026-12-31 }', /actor/],
    [`{ reason: because, until: 2026-02-30, actor: '${actor}' }`, /is not a day/],
    [`{ reason: because, until: 31.12.2026, actor: '${actor}' }`, /is not a day/],
    [
      `{ reason: because, until: 2026-12-31, actor: 'arn:aws:iam::111122223333:role/*' }`,
      /without \*/,
    ],
    [
      `{ reason: because, until: 2026-12-31, actor: 'arn:aws:iam::111122223333:root' }`,
      /one role or user/,
    ],
    [`{ reason: because, until: 2026-12-31, actor: deploy }`, /one role or user/],
    [whole(', detection: cloudtrail-change'), /always told/],
    [whole(', detection: security-group-chnge'), /no such detection.*security-group-change/],
    [whole(', account: staging'), /no entry of accounts/],
    [whole(', address: 192.0.2.0/33'), /no CIDR block/],
    [whole(', address: example.com'), /no CIDR block/],
  ])('%s is told what is wrong with it', async (entry, says) => {
    expect(await problemsOf(entry)).toMatch(says);
  });
});
