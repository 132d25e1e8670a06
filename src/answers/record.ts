import type { AuditEntry } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import { toError } from '../core/errors.ts';
import type { Scene } from '../core/interaction.ts';
import type { Log } from '../core/log.ts';
import { memberKey } from '../core/person.ts';
import { redactText } from '../core/redact.ts';
import type { Store } from '../core/store.ts';

interface RecordDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

interface Use extends Omit<AuditEntry, 'at' | 'who' | 'channel'> {
  readonly scene: Scene;
}

/** Writes one use or refusal to the audit log, and to stdout. Rejects where it cannot be written down. */
export type Record = (use: Use) => Promise<void>;

const longest = 500;

/** What is not written down is not done: who records waits for it. */
export const createRecord =
  ({ store, clock, log }: RecordDeps): Record =>
  async ({ scene, detail, reason, ...rest }) => {
    const entry: AuditEntry = {
      ...rest,
      at: clock.now(),
      who: memberKey(scene.member),
      channel: scene.channel ?? '',
      detail: redactText(detail).slice(0, longest),
      reason: redactText(reason).slice(0, longest),
    };
    try {
      const row = await store.transaction((tx) => tx.audit.append(entry));
      log.info('audit', { audit: row });
    } catch (thrown) {
      log.error('the audit log cannot be written', { error: toError(thrown).message });
      throw thrown;
    }
  };
