import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.ts';
import { createSnsVerifier, type SnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, topic } from './helpers.ts';
import { createSigner, notificationFields, signFields, topicArn } from './signer.ts';

let verifier: SnsVerifier;
let genuine: string;
beforeAll(async () => {
  const { identity } = await createSigner();
  verifier = createSnsVerifier({
    topics: () => [topic(), topic(`${topicArn}-2`)],
    certificates: () => Promise.resolve(identity.pem),
    clock: createTestClock(),
  });
  genuine = JSON.stringify(
    signFields(
      notificationFields({
        Subject: 'ALARM: "cpu" in US East',
        Message: '{"AlarmName":"cpu \\" é 🔥","NewStateValue":"ALARM"}\nType\nx',
      }),
      identity,
    ),
  );
});

/** What the signature is for, or why the message is refused. */
const contentOf = async (body: string): Promise<unknown> => {
  try {
    const { envelope: _, ...content } = await verifier.verify(body);
    return content;
  } catch (error) {
    if (error instanceof AppError) return 'refused';
    throw error;
  }
};

const spot = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(
    '"',
    '\\',
    '\n',
    '\\n',
    '\\u000a',
    ',',
    ':',
    '{',
    '}',
    '"Type":"x",',
    '\\ud800',
    'null',
  ),
);

/** Replaces up to three characters by a piece, drops them, or repeats a part elsewhere. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: spot, length: fc.nat(3), piece }),
  fc.record({ kind: fc.constant('copy' as const), at: spot, length: fc.nat(200), to: spot }),
);

const mutate = (
  text: string,
  change: typeof mutation extends fc.Arbitrary<infer T> ? T : never,
) => {
  const at = Math.floor(change.at * text.length);
  if (change.kind === 'replace')
    return text.slice(0, at) + change.piece + text.slice(at + change.length);
  const to = Math.floor(change.to * text.length);
  return text.slice(0, to) + text.slice(at, at + change.length) + text.slice(to);
};

describe('a signed message that was changed', () => {
  it('is refused, or still says what was signed', async () => {
    const signed = await contentOf(genuine);

    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const found = await contentOf(mutate(genuine, change));

        expect([signed, 'refused']).toContainEqual(found);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is refused whatever is moved between its fields', async () => {
    const fields = JSON.parse(genuine) as Record<string, string>;
    const signed = await contentOf(genuine);
    const key = fc.constantFrom('Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type');

    await fc.assert(
      fc.asyncProperty(key, key, spot, async (from, to, at) => {
        const text = fields[from] ?? '';
        const cut = Math.floor(at * text.length);
        const tail = text.slice(cut);
        const moved = { ...fields, [from]: text.slice(0, cut) };
        const shifted = { ...moved, [to]: `${moved[to] ?? ''}\n${from}\n${tail}` };

        const found = await contentOf(JSON.stringify(shifted));

        expect([signed, 'refused']).toContainEqual(found);
      }),
      { numRuns: 500 },
    );
  });
});
