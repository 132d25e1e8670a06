import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKey } from '../../src/core/alert-key.ts';
import { parseArn, resourceName } from '../../src/core/arn.ts';
import { alarmLink, trailEventLink } from '../../src/core/console-link.ts';
import { regionOf } from '../../src/core/regions.ts';

describe('regionOf', () => {
  it.each([
    ['eu-west-1', 'eu-west-1'],
    ['US West - Oregon', 'us-west-2'],
    ['US West (Oregon)', 'us-west-2'],
    ['US East (N. Virginia)', 'us-east-1'],
    ['US East - N. Virginia', 'us-east-1'],
    ['US (Virginia)', 'us-east-1'],
    ['US East (Ohio)', 'us-east-2'],
    ['US West (N. California)', 'us-west-1'],
    ['EU - Ireland', 'eu-west-1'],
    ['EU (Ireland)', 'eu-west-1'],
    ['Europe (Ireland)', 'eu-west-1'],
    ['EU (Frankfurt)', 'eu-central-1'],
    ['Europe (Zurich)', 'eu-central-2'],
    ['Asia Pacific (Tokyo)', 'ap-northeast-1'],
    ['Asia Pacific (Osaka-Local)', 'ap-northeast-3'],
    ['Asia Pacific - Sydney', 'ap-southeast-2'],
    ['Canada (Central)', 'ca-central-1'],
    ['Canada West (Calgary)', 'ca-west-1'],
    ['South America (São Paulo)', 'sa-east-1'],
    ['Africa (Cape Town)', 'af-south-1'],
    ['Middle East (UAE)', 'me-central-1'],
    ['Israel (Tel Aviv)', 'il-central-1'],
    ['Mexico (Central)', 'mx-central-1'],
    ['China (Beijing)', 'cn-north-1'],
    ['China (Ningxia)', 'cn-northwest-1'],
    ['AWS GovCloud (US)', 'us-gov-west-1'],
    ['AWS GovCloud (US-East)', 'us-gov-east-1'],
    ['AWS European Sovereign Cloud (Germany)', 'eusc-de-east-1'],
  ])('knows %s', (name, id) => {
    expect(regionOf(name)).toBe(id);
  });

  it.each(['EXAMPLE', 'REGION', 'Europe', '', 'constructor', 7, undefined])(
    'makes nothing of %j',
    (name) => {
      expect(regionOf(name)).toBeUndefined();
    },
  );
});

describe('parseArn', () => {
  it('reads every partition', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso-b'])
      expect(parseArn(`arn:${partition}:cloudwatch:cn-north-1:111122223333:alarm:a:b`)).toEqual({
        partition,
        service: 'cloudwatch',
        region: 'cn-north-1',
        account: '111122223333',
        resource: 'alarm:a:b',
      });
  });

  it('leaves out a region and an account that are none', () => {
    expect(parseArn('arn:aws:cloudwatch:REGION:ACCOUNT:alarm:x')).toMatchObject({
      region: undefined,
      account: undefined,
    });
  });

  it.each(['', 'arn:', 'arn:aws:s3', 'arn:evil:s3:::b', 7, undefined])(
    'makes nothing of %j',
    (text) => {
      expect(parseArn(text)).toBeUndefined();
    },
  );

  it('calls a resource as people do', () => {
    expect(resourceName('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a:b')).toBe('a:b');
    expect(resourceName('arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc')).toBe('i-0abc');
    expect(resourceName('arn:aws:s3:::bucket/key')).toBe('bucket/key');
    expect(resourceName('no ARN')).toBe('no ARN');
  });
});

describe('alarmLink', () => {
  it.each([
    ['eu-west-1', 'https://console.aws.amazon.com/'],
    ['cn-north-1', 'https://console.amazonaws.cn/'],
    ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/'],
    ['eusc-de-east-1', 'https://console.amazonaws-eusc.eu/'],
  ])('leads to the console of the partition of %s', (region, start) => {
    expect(alarmLink(region, 'My alarm')).toBe(
      `${start}cloudwatch/home?region=${region}#alarmsV2:alarm/My%20alarm`,
    );
  });

  it('leads nowhere where the console cannot be reached', () => {
    expect(alarmLink('us-iso-east-1', 'x')).toBeUndefined();
  });

  it('keeps to one host and to harmless characters, whatever the names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (region, name) => {
        for (const url of [alarmLink(region, name), trailEventLink(region, name)]) {
          if (url === undefined) continue;
          expect(new URL(url).host).toMatch(
            /^console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)$/,
          );
          expect(url).toMatch(/^[A-Za-z0-9:/?=#%._-]+$/);
        }
      }),
    );
    expect(alarmLink('eu-west-1', '\ud800')).toContain('%EF%BF%BD');
  });
});

describe('alertKey', () => {
  it('is readable', () => {
    expect(alertKey(['alarm', '111122223333', 'eu-west-1', 'CPU'])).toBe(
      'alarm/111122223333/eu-west-1/CPU',
    );
  });

  it('differs for every two lists that differ', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('', '/', '%', '%2f', '%0', '~', 'a/b', 'a', 'b'),
      fc.string({ minLength: 600, maxLength: 700 }),
    );
    const list = fc.array(part, { maxLength: 4 });

    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(alertKey(a) === alertKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 1000 },
    );
    expect(alertKey([])).not.toBe(alertKey(['']));
    expect(alertKey(['a/b'])).not.toBe(alertKey(['a', 'b']));
  });

  it('is short enough for an index, and holds nothing that a database refuses', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3000 })), (parts) => {
        const key = alertKey(parts);

        expect(key.length).toBeLessThanOrEqual(600);
        expect(key).not.toContain('\u0000');
        expect(key.isWellFormed()).toBe(true);
      }),
    );
  });
});
