import { describe, expect, it } from 'vitest';
import { awsCoverage } from '../../src/sandbox/aws/coverage.ts';
import { operations } from '../../src/sandbox/aws/routes.ts';
import { slackCoverage } from '../../src/sandbox/slack/coverage.ts';
import { methods } from '../../src/sandbox/slack/routes.ts';

describe('what the fakes say they support', () => {
  it('is what the fake Slack serves', () => {
    expect(slackCoverage.map(({ method }) => method).toSorted()).toEqual(
      methods.map(({ name }) => name).toSorted(),
    );
  });

  it('is what the fake AWS serves', () => {
    expect(awsCoverage.map(({ operation }) => operation).toSorted()).toEqual(
      operations.map(({ service, name }) => `${service}:${name}`).toSorted(),
    );
  });

  it('says of each partial one what is left out', () => {
    const partial = [...slackCoverage, ...awsCoverage].filter(({ level }) => level === 'partial');

    expect(partial.filter(({ leftOut }) => leftOut === undefined)).toEqual([]);
  });
});
