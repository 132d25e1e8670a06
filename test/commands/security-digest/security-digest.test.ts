import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/command.ts';
import { AppError, toError } from '../../../src/core/errors.ts';
import {
  ask,
  machineWords,
  placesOf,
  prod,
  sandbox,
  shown,
  shownCard,
  staging,
} from '../helpers.ts';
import { ofProd, rigOf, shownDigest, weekly } from './rig.ts';

const everywhere = placesOf(prod, staging, sandbox);

const failureOf = async (asking: Promise<Answer>): Promise<AppError> => {
  const thrown: unknown = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw new Error(`not refused: ${toError(thrown).message}`);
};

describe('/security-digest for the asker', () => {
  it('is the digest of now: its sections are details, and its rows one file', async () => {
    const { command, shows } = rigOf();

    const answer = await ask(command, '', { places: placesOf(prod) });

    expect(shownCard(answer)).toContain('Security digest, 25 May – 1 Jun: 1 new in 1 account');
    expect(shownCard(answer)).toContain('nothing is kept');
    expect(answer.isPartial).toBe(false);
    expect(answer.details?.map(({ id, label }) => [id, label])).toEqual([
      ['iam', 'IAM best practices'],
      ['watching', 'Watching the watcher'],
    ]);
    expect(answer.csv).toEqual({
      name: 'security-digest',
      columns: ['section', 'finding'],
      rows: [
        ['iam', 'user carol has no MFA device'],
        ['watching', '=1+1'],
      ],
    });
    expect(shows).toMatchObject([
      { places: placesOf(prod), sections: undefined, isBotToo: false, zone: 'Europe/Berlin' },
    ]);
    expect(shown(answer)).not.toMatch(machineWords);
  });

  it('asks for no more than was named, and stops when the time is over', async () => {
    const { command, shows } = rigOf();
    const { signal } = new AbortController();

    await ask(command, 'prod-daily', { signal });

    expect(shows[0]?.sections).toEqual(ofProd.sections);
    expect(shows[0]?.signal).toBe(signal);
  });

  it('says what to ask where not everything was read', async () => {
    const { command } = rigOf({ shown: { ...shownDigest, isPartial: true } });

    const wide = await ask(command, 'in all', { places: everywhere });
    const narrow = await ask(command, 'iam in prod', { places: placesOf(prod) });

    expect(wide.isPartial).toBe(true);
    expect(shownCard(wide)).toContain('Not everything could be read.');
    expect(shownCard(wide)).toContain('/security-digest iam in prod');
    expect(narrow.isPartial).toBe(true);
    expect(shownCard(narrow)).not.toContain('Not everything could be read.');
  });

  it('has no file where there are no rows', async () => {
    const { command } = rigOf({ shown: { ...shownDigest, sections: [] } });

    const answer = await ask(command, 'iam');

    expect(answer.csv).toBeUndefined();
    expect(answer.details).toEqual([]);
  });
});

describe('/security-digest to a channel', () => {
  it('has it posted, and says when it will stand there', async () => {
    const { command, sends, looks, shows } = rigOf();

    const answer = await ask(command, 'weekly to #security', { places: everywhere });

    expect(shownCard(answer)).toMatch(
      /The digest weekly will stand in .*C0SECURITY.* in about three minutes\./,
    );
    expect(sends).toEqual([{ digest: 'weekly', channel: 'security' }]);
    expect(looks).toMatchObject([
      {
        channel: 'security',
        accounts: [prod, staging, sandbox],
        right: 'security-digest',
        usual: [weekly.channel],
      },
    ]);
    expect(shows).toEqual([]);
    expect(shownCard(answer)).not.toMatch(machineWords);
  });

  it('is refused where it may not be told there', async () => {
    const why = 'people of another organisation read this channel';
    const { command, sends } = rigOf({ destination: { kind: 'refused', why } });

    const failure = await failureOf(ask(command, 'prod-daily to #partner'));

    expect(failure).toMatchObject({ kind: 'access', message: why });
    expect(sends).toEqual([]);
  });

  it('is refused to whoever may not send it about all of its accounts', async () => {
    const { command, sends, looks } = rigOf();

    const failure = await failureOf(
      ask(command, 'weekly to #security', { places: placesOf(prod, staging) }),
    );

    expect(failure).toMatchObject({
      kind: 'access',
      message: 'it tells of 3 accounts, and of 1 you may not send it',
    });
    expect([...sends, ...looks]).toEqual([]);
  });

  it('is told as gone where the settings have it no more', async () => {
    const { command } = rigOf({ isGone: true });

    const failure = await failureOf(ask(command, 'prod-daily to #security'));

    expect(failure).toMatchObject({ kind: 'input', code: 'no_such_digest' });
  });
});
