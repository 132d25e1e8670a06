import { randomUUID } from 'node:crypto';
import { toError } from '../core/errors.ts';
import type { Interaction, Interactions, Reply } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import type { Occasion } from './reply.ts';
import type { Fields } from './session.ts';

/** What turns payloads into interactions. */
export interface ListenerTools {
  readonly interactions: Interactions;
  readonly reply: (occasion: Occasion) => Reply;
  readonly guard: Guard;
  readonly apiUrl: string;
  readonly log: Log;
}

export interface Guard {
  /** Hands it on; what goes wrong is logged once and told with the same reference. */
  readonly handle: (interaction: Interaction) => Promise<void>;
  /** For what goes wrong before there is an interaction. */
  readonly failed: (what: string, thrown: unknown, reply: Reply) => Promise<void>;
  /** Says that a payload is not what Slack sends; nothing is done for it. */
  readonly dropped: (kind: string, body: Fields) => void;
}

export const createGuard = ({
  interactions,
  log,
}: {
  readonly interactions: Pick<Interactions, 'handle'>;
  readonly log: Log;
}): Guard => {
  const failed = async (what: string, thrown: unknown, reply: Reply): Promise<void> => {
    const reference = randomUUID().slice(0, 8);
    log.error('what somebody did in Slack failed', {
      reference,
      what,
      error: toError(thrown).message,
    });
    const text = `Something went wrong on our side (reference ${reference}).`;
    await reply.say({ headline: [text], parts: [] });
  };

  return {
    failed,
    handle: async (interaction) => {
      try {
        await interactions.handle(interaction);
      } catch (thrown) {
        await failed(interaction.kind, thrown, interaction.reply);
      }
    },
    dropped: (kind, { type }) => {
      log.warn('a payload from Slack does not say who did it', { kind, type: String(type) });
    },
  };
};
