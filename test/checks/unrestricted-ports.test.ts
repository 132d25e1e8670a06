import { describe, expect, it } from 'vitest';
import type { IngressRule } from '../../src/aws/ec2-types.ts';
import { read } from '../../src/checks/verdict.ts';
import { factsOf, groupOf, judged, region, unread } from './facts.ts';

const ruleOf = (
  fromPort: number | undefined,
  toPort = fromPort,
  more: Partial<IngressRule> = {},
): IngressRule => ({ protocol: 'tcp', fromPort, toPort, cidrs: ['0.0.0.0/0'], ...more });

const eu = region('eu-west-1');

const withRules = (...rules: readonly IngressRule[]) =>
  factsOf({ securityGroups: [{ region: eu, groups: read([groupOf(rules)]) }] });

const outcomeOf = (...rules: readonly IngressRule[]) =>
  judged('unrestricted-ports', withRules(...rules))[0];

describe('unrestricted-ports', () => {
  it('fails for each port that Trusted Advisor calls red, and for ranges that hold one', () => {
    for (const port of [20, 21, 22, 1433, 1434, 3306, 3389, 4333, 5432, 5500])
      expect(outcomeOf(ruleOf(port))).toBe('fail');
    expect(outcomeOf(ruleOf(3000, 4000))).toBe('fail');
    expect(outcomeOf(ruleOf(undefined, undefined, { protocol: '-1' }))).toBe('fail');
  });

  it('warns for other ports and passes for those that are meant for everybody', () => {
    expect(outcomeOf(ruleOf(8080))).toBe('warn');
    expect(outcomeOf(ruleOf(443, 444))).toBe('warn');
    expect(outcomeOf(ruleOf(25), ruleOf(80), ruleOf(443), ruleOf(465))).toBe('pass');
    expect(outcomeOf()).toBe('pass');
  });

  it('looks at everybody only, in IPv4 and IPv6, and at protocols that have ports', () => {
    expect(outcomeOf(ruleOf(22, 22, { cidrs: ['10.0.0.0/8', '203.0.113.0/24'] }))).toBe('pass');
    expect(outcomeOf(ruleOf(22, 22, { cidrs: [] }))).toBe('pass');
    expect(outcomeOf(ruleOf(22, 22, { cidrs: ['::/0'] }))).toBe('fail');
    expect(outcomeOf(ruleOf(-1, -1, { protocol: 'icmp' }))).toBe('pass');
    expect(outcomeOf(ruleOf(22, 22, { protocol: '6' }))).toBe('fail');
  });

  it('names the rules, the worst first', () => {
    expect(
      judged(
        'unrestricted-ports',
        withRules(ruleOf(8080), ruleOf(22, 22, { cidrs: ['0.0.0.0/0', '::/0'] }), ruleOf(443)),
      ),
    ).toEqual([
      'fail',
      '2 of 3 inbound rules of security groups let everybody in where that is not usual. Whether a group is in use is not looked at.',
      'fail: sg-0abc123 (web), eu-west-1: TCP port 22 (SSH) is open to 0.0.0.0/0 and ::/0',
      'warn: sg-0abc123 (web), eu-west-1: TCP port 8080 is open to 0.0.0.0/0',
    ]);
    expect(
      judged('unrestricted-ports', withRules(ruleOf(undefined, undefined, { protocol: '-1' })))[2],
    ).toContain('every port is open to 0.0.0.0/0');
  });

  it('never passes while a region was not read, but tells what it found in the others', () => {
    const dead = { region: region('ap-southeast-5'), groups: unread };
    const good = { region: eu, groups: read([groupOf([])]) };
    const bad = { region: eu, groups: read([groupOf([ruleOf(22)])]) };

    expect(judged('unrestricted-ports', factsOf({ securityGroups: [good, dead] }))[0]).toBe(
      'could-not-read',
    );
    const told = judged('unrestricted-ports', factsOf({ securityGroups: [bad, dead] }));
    expect(told[0]).toBe('fail');
    expect(told[2]).toContain('is missing');
  });

  it('does not apply where there are no groups', () => {
    const facts = factsOf({ securityGroups: [{ region: eu, groups: read([]) }] });

    expect(judged('unrestricted-ports', facts)[0]).toBe('not-applicable');
  });
});
