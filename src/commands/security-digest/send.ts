import type { Answer } from '../../core/command.ts';
import type { Destination } from '../../core/destination.ts';
import { digestAccounts } from '../../core/digest-places.ts';
import { AppError } from '../../core/errors.ts';
import type { Account } from '../../core/settings.ts';
import { untrusted } from '../../core/text.ts';
import { counted } from '../../core/words.ts';
import type { Asked, SecurityDigestDeps } from './deps.ts';
import type { SendQuery } from './query.ts';
import { securityDigestSpec } from './spec.ts';

const refused = (code: string, message: string, hint: string): AppError =>
  new AppError(message, { kind: 'access', code, hint });

/** The settings were read again since it was named. */
const goneDigest = (name: string): AppError =>
  new AppError(`the settings have no digest ${name} any more.`, {
    kind: 'input',
    code: 'no_such_digest',
  });

/** It is sent whole or not at all: everybody in the channel reads what it says of every account. */
const requireAll = (about: readonly Account[], { places }: Asked<SendQuery>): void => {
  const missing = about.filter(({ id }) => !places.some(({ account }) => account.id === id));
  if (missing.length === 0) return;
  throw refused(
    'digest_accounts',
    `it tells of ${counted(about.length, 'account')}, and of ${missing.length} you may not send it`,
    'It is sent whole or not at all.',
  );
};

/** Throws where it may not be told there. */
const requireChannel = (found: Destination): Extract<Destination, { kind: 'found' }> => {
  if (found.kind === 'found') return found;
  throw refused(
    'digest_channel',
    found.why,
    'Everybody in the channel will read it, so it is not enough that you may.',
  );
};

/** Has a digest posted into a channel. */
export const sendAnswer = async (
  deps: SecurityDigestDeps,
  question: Asked<SendQuery>,
): Promise<Answer> => {
  const { query } = question;
  const digest = deps.digestSettings().find(({ name }) => name === query.digest);
  if (digest === undefined) throw goneDigest(query.digest);
  const about = digestAccounts(digest, deps.accounts());
  requireAll(about, question);
  const found = await deps.destination({
    asker: question.asker,
    channel: query.channel,
    accounts: about,
    right: securityDigestSpec.name,
    usual: [digest.channel],
  });
  const { channel, id } = requireChannel(found);
  const isTaken = await deps.digests.send({ digest: digest.name, channel });
  if (!isTaken) throw goneDigest(query.digest);
  return {
    isPartial: false,
    card: {
      badge: { emoji: 'outbox_tray', word: 'COMING' },
      headline: [
        'The digest ',
        { bold: untrusted(digest.name) },
        ' will stand in ',
        { channel: id },
        ' in about three minutes.',
      ],
      parts: [
        {
          kind: 'note',
          text: [
            `It tells of ${counted(about.length, 'account')}. When the next one is due stays as it is, and so does what that is compared with.`,
          ],
        },
      ],
    },
  };
};
