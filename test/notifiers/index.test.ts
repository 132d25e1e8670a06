import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/core/unwrap.ts';
import { notifiers, toAlerts } from '../../src/notifiers/index.ts';
import { alertsOf, plain, receivedAt } from './helpers.ts';

const eventOf = (detail: object) => ({
  id: 'event-1',
  'detail-type': 'X',
  source: 'aws.x',
  detail,
});

const findingOf = (more: object) => ({
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  detail: { id: 'finding-1', severity: 8, ...more },
});

describe('toAlerts', () => {
  it('are the files of their folder, each by its own name', async () => {
    const folder = await readdir(new URL('../../src/notifiers', import.meta.url));

    const files = folder.filter((file) => file.endsWith('.ts') && file !== 'index.ts');
    const names = notifiers.map(({ name }) => `${name}.ts`);
    expect(names.toSorted()).toEqual(files.toSorted());
  });

  it('asks the generic notifier last, which takes everything', () => {
    expect(notifiers.at(-1)?.name).toBe('generic');
    expect(new Set(notifiers.map(({ name }) => name)).size).toBe(notifiers.length);
  });

  const scalar = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('NaN', 'undefined', '<!channel>', '2026-13-45T99:99:99Z', 'arn:aws:s3:::x'),
  );
  const field = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'detail-type',
      'detail',
      'source',
      'state',
      'status',
      'Records',
      'findings',
      'resources',
      'Severity',
      'severity',
      'AlarmName',
      'NewStateValue',
      'Trigger',
      'messageType',
      'configurationItem',
      'newEvaluationResult',
      'eventName',
      'eventSource',
      'userIdentity',
      's3',
      'finding_info',
      'Message',
      'title',
      'ProductArn',
      's3Bucket',
      's3ObjectKey',
      'name',
      'invokingEvent',
      'configRuleName',
    ),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(field, tie('json'), { maxKeys: 6 }),
    ),
  }));

  it('never throws, always has a title, a time and a state, and shows no machine words', () => {
    fc.assert(
      fc.property(json, fc.option(fc.string(), { nil: undefined }), (message, subject) => {
        for (const alert of alertsOf(message, subject === undefined ? {} : { Subject: subject })) {
          expect(Number.isFinite(alert.at)).toBe(true);
          expect(alert.name.untrusted.trim()).not.toBe('');
          expect(['ALARM', 'OK', 'INSUFFICIENT_DATA', 'OPEN', 'RESOLVED', 'EVENT']).toContain(
            alert.state,
          );
          const shown = [
            alert.verb,
            ...alert.facts.map(({ label, value }) => `${label}: ${plain(value)}`),
          ].join('\n');
          expect(shown).not.toContain('[object Object]');
          expect(structuredClone(alert)).toEqual(alert);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('shows no secret, wherever one stands', () => {
    const secret = 'hunter2-hunter2';
    const places = [
      { password: secret },
      { a: { b: [{ SecretString: secret }] } },
      `password=${secret}`,
      eventOf({ token: secret, message: `api_key: ${secret}` }),
      findingOf({ title: `password=${secret}` }),
    ];

    for (const place of places) expect(JSON.stringify(alertsOf(place))).not.toContain(secret);
    expect(JSON.stringify(alertsOf('text', { Subject: `password=${secret}` }))).not.toContain(
      secret,
    );
  });

  it('survives the notification of a body that is no object', () => {
    for (const text of ['[]', '[1,2]', '"x"', 'null', '7', 'true', '{}'])
      for (const notification of unwrap(text, { via: 'https', receivedAt }))
        expect(toAlerts(notification)).toHaveLength(1);
  });
});
