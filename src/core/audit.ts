import { createHash } from 'node:crypto';

/** One use of the bot by a person, or one refusal. Texts are redacted. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  /** `memberKey` of who did it. */
  readonly who: string;
  /** Conversation id; empty in the App Home. */
  readonly channel: string;
  /** `/whodid`, `share`, `details`, `csv`, `request-access`, `acknowledge` … */
  readonly what: string;
  /** The words that were understood, or what the button was about. */
  readonly detail: string;
  /** The accounts it was about, by id. */
  readonly accounts: readonly string[];
  readonly outcome: 'allowed' | 'partly' | 'refused' | 'failed';
  /** Which rule allowed it, or why it was refused. */
  readonly reason: string;
}

export interface AuditRow extends AuditEntry {
  /** Counts up from 1 without gaps. */
  readonly seq: number;
  /** SHA-256, hex, over the row before and this one. */
  readonly hash: string;
}

/** What the first row is chained to. */
export const auditSeed = '0'.repeat(64);

/** The hash of a row: whoever changes, drops or adds one has to change all that follow. */
export const auditHash = (previous: string, seq: number, entry: AuditEntry): string => {
  const { at, who, channel, what, detail, accounts, outcome, reason } = entry;
  const content = JSON.stringify([
    previous,
    seq,
    at,
    who,
    channel,
    what,
    detail,
    accounts,
    outcome,
    reason,
  ]);
  return createHash('sha256').update(content).digest('hex');
};

/** The first row, oldest first, that does not follow from the one before; undefined: the chain holds. */
export const brokenRow = (
  rows: readonly AuditRow[],
  previous: string = auditSeed,
): AuditRow | undefined => {
  let last = previous;
  let seq = rows[0]?.seq ?? 1;
  for (const row of rows) {
    if (row.seq !== seq || row.hash !== auditHash(last, row.seq, row)) return row;
    last = row.hash;
    seq += 1;
  }
  return undefined;
};
