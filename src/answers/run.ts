import type { Clock } from '../core/clock.ts';
import type { Answer, AnyCommand, Question } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import type { Reply } from '../core/interaction.ts';
import type { Text } from '../core/text.ts';
import { progressCard } from './cards.ts';

/** From then on a person wants to see that something happens. */
const progressAfterMs = 3_000;
/** What was read by then is the answer. */
const readingMs = 25_000;
/** An answer later than this is none. */
const lastMs = 29_500;

const tooLate = (): AppError =>
  new AppError('no answer came within 30 seconds.', {
    kind: 'upstream',
    code: 'answer_too_late',
    hint: 'Ask for less: one account or region, a shorter time.',
    retryable: true,
  });

/**
 * Runs a command: says after 3 s what is being read, has it answer with what there is after 25 s,
 * and gives up after 29.5 s.
 */
export const runCommand = async (
  { clock, reply }: { readonly clock: Clock; readonly reply: Reply },
  command: AnyCommand,
  question: Omit<Question<unknown>, 'signal' | 'progress'>,
): Promise<Answer> => {
  const ended = new AbortController();
  const reading = new AbortController();
  let doing: Text = [`Reading AWS for /${command.spec.name} …`];
  let said: Promise<void> | undefined;
  const show = (): void => {
    if (!ended.signal.aborted) said ??= reply.say(progressCard(doing), { isProgress: true });
  };
  const timers = async (): Promise<never> => {
    await clock.sleep(progressAfterMs, ended.signal);
    show();
    await clock.sleep(readingMs - progressAfterMs, ended.signal);
    reading.abort(new DOMException('time to answer with what was read', 'TimeoutError'));
    await clock.sleep(lastMs - readingMs, ended.signal);
    throw tooLate();
  };
  const late = timers();
  late.catch(() => {});
  try {
    return await Promise.race([
      command.run({
        ...question,
        signal: reading.signal,
        progress: (text, isNews = false) => {
          doing = text;
          if (isNews) show();
        },
      }),
      late,
    ]);
  } finally {
    ended.abort();
    // The answer comes behind it.
    await said;
  }
};
