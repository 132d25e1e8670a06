import { AppError } from '../../src/core/errors.ts';
import type { TopicSettings } from '../../src/core/settings.ts';
import type { CertificateSource } from '../../src/intake/certificate-source.ts';
import { createSnsVerifier } from '../../src/intake/sns-verifier.ts';
import { createTestClock, topic } from './helpers.ts';
import { type Signer, sentAt } from './signer.ts';

export interface VerifierOptions {
  readonly topics?: readonly TopicSettings[];
  readonly source?: CertificateSource;
}

/** A verifier with one listed topic, and what it asked for. */
export const createVerifierCase = (signer: Signer, options: VerifierOptions = {}) => {
  const clock = createTestClock(sentAt);
  const asked: string[] = [];
  const source = options.source ?? (() => Promise.resolve(signer.identity.pem));
  const verifier = createSnsVerifier({
    topics: () => options.topics ?? [topic()],
    certificates: (url, signal) => {
      asked.push(url);
      return source(url, signal);
    },
    clock,
    fetchTimeoutMs: 50,
  });
  return { ...verifier, asked, clock };
};

/** The code it is refused with, or `accepted`. */
export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
};
