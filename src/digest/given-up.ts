import type { Card, Fact } from '../core/card.ts';
import { hintOf } from '../core/errors.ts';
import { foreign } from '../core/redact.ts';
import type { Say } from '../core/say.ts';
import type { DigestSettings } from '../core/settings.ts';
import type { Tx } from '../core/store.ts';
import { untrusted } from '../core/text.ts';
import { type DigestJob, readJob } from './work.ts';

const dueFact = ({ dueAt, channel }: DigestJob): Fact => ({
  label: channel === undefined ? 'Was due' : 'Asked for',
  value: [{ time: dueAt, style: 'date-time' }],
});

const cardOf = (job: DigestJob | undefined, error: Error): Card => ({
  headline:
    job === undefined
      ? ['A digest could not be sent']
      : ['The digest ', { bold: untrusted(job.digest) }, ' could not be sent'],
  badge: { emoji: 'warning', word: 'NOT SENT' },
  parts: [
    {
      kind: 'facts',
      facts: [
        ...(job === undefined ? [] : [dueFact(job)]),
        { label: 'Reason', value: [foreign(error.message)] },
        { label: 'Cure', value: [foreign(hintOf(error) ?? "The bot's log tells more.")] },
      ],
    },
    {
      kind: 'text',
      text: [
        'It was tried for a day, and is not tried any more. ',
        { code: '/security-digest' },
        ' shows what it would tell; the next one is compared with the last one that was sent.',
      ],
    },
  ],
});

/** Says where a digest was expected that it does not come: who waits for it would take silence for good news. */
export const createTellGivenUp =
  ({ digests, say }: { readonly digests: () => readonly DigestSettings[]; readonly say: Say }) =>
  async (tx: Tx, payload: string, error: Error): Promise<void> => {
    const job = readJob(payload);
    const channel = job?.channel ?? digests().find(({ name }) => name === job?.digest)?.channel;
    await say(tx, {
      key: `given up: digest ${payload}`,
      card: cardOf(job, error),
      ...(channel !== undefined && { channel }),
    });
  };
