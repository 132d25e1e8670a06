import type { Csv } from '../core/command.ts';
import { csvText } from '../core/csv-text.ts';
import type { MemberId } from '../core/person.ts';
import { counted } from '../core/words.ts';
import type { Desk } from './desk-deps.ts';

/** Sends a table to a member's direct messages; returns what came of it, in words. */
export const sendCsv = async (
  { workspace }: Pick<Desk, 'workspace'>,
  member: MemberId,
  csv: Csv,
): Promise<string> => {
  const safe = csv.name.replaceAll(/[^\w-]+/g, '-');
  const sent = await workspace.sendFile(member, {
    name: `${safe}.csv`,
    title: safe,
    content: csvText(csv),
  });
  return sent.kind === 'ok'
    ? `${counted(csv.rows.length, 'row was', 'rows were')} sent to your direct messages.`
    : `The file could not be sent (${'error' in sent ? sent.error : 'Slack asks to wait'}).`;
};
