import { isJson, stringOf } from '../src/sandbox/json.ts';
import type { Message } from '../src/sandbox/slack/entities.ts';
import { createPeople } from '../src/sandbox/slack/people.ts';
import type { Sandbox } from '../src/sandbox/start.ts';
import { until } from './scene.ts';

/** An answer; progress is none. */
interface Answered {
  /** From the command's delivery, ms. */
  readonly ms: number;
  readonly words: string;
}

interface Asked {
  /** From the command's delivery to its acknowledgement, ms; seen by Slack. */
  readonly ackMs: number;
  readonly answered: Promise<Answered>;
}

/** Types a slash command; resolves when it is acknowledged. */
export type Slash = (command: string, text?: string) => Promise<Asked>;

const withinMs = 35_000;

const isProgress = ({ blocks = [] }: Message): boolean =>
  blocks.some((block) => isJson(block) && stringOf(block['block_id']).startsWith('progress'));

/** Slash commands of alice, who may ask everything. */
export const createSlash = ({ slack }: Sandbox): Slash => {
  const member = slack.store.findMember('alice');
  const channel = slack.store.findChannel('sec-alerts');
  if (member === undefined || channel === undefined)
    throw new Error('alice or her channel is gone');
  const people = createPeople(slack.context, slack.gateway);
  const timeline = slack.store.timeline(channel.id);

  const waitForAnswer = async (interaction: string, startedAt: number): Promise<Answered> => {
    const last = (): Message | undefined =>
      timeline.all().findLast((message) => message.interaction === interaction);
    await until('the command is answered', withinMs, () => {
      const message = last();
      return message !== undefined && !isProgress(message);
    });
    return { ms: performance.now() - startedAt, words: JSON.stringify(last()?.blocks) };
  };

  return async (command, text = '') => {
    const startedAt = performance.now();
    const { interaction, answer } = await people.command(member, channel, command, text);
    const ackMs = performance.now() - startedAt;
    if (answer !== 'acknowledged') throw new Error(`${command} ${text}: ${answer}`);
    return { ackMs, answered: waitForAnswer(interaction, startedAt) };
  };
};
