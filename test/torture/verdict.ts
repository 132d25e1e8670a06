import type { Scene } from '../../bench/scene.ts';
import type { Message } from '../../src/sandbox/slack/entities.ts';

export interface Verdict {
  /** Alarms that stand nowhere in Slack. */
  readonly lost: number;
  /** Messages too many: a second root of one alarm, or a thread line that stands twice. */
  readonly duplicated: number;
  /** Alarms whose message does not show the state they ended in, and other broken promises. */
  readonly wrong: number;
  readonly notes: readonly string[];
}

export type Torture = (runs: number, seed: number) => Promise<Verdict>;

/** What was sent about one alarm. */
export interface Sent {
  readonly name: string;
  readonly channel: string;
  readonly isResolved: boolean;
}

const wordsIn = (message: Message): ReadonlySet<string> =>
  new Set(`${message.text} ${JSON.stringify(message.blocks)}`.match(/[\w-]+/gu));

const isRootOf = (message: Message, name: string): boolean =>
  message.threadTs === undefined &&
  new RegExp(`(?<![\\w-])${name} (?:went to ALARM|is OK)`, 'u').test(message.text);

const idOf = ({ metadata }: Message): string | undefined => {
  const payload = metadata?.['event_payload'];
  return payload === undefined ? undefined : JSON.stringify(payload);
};

/** Judges what stands in Slack, from Slack's side alone. */
export const judge = ({ sandbox }: Scene, sent: readonly Sent[]): Verdict => {
  const notes: string[] = [];
  const verdict = { lost: 0, duplicated: 0, wrong: 0 };
  const count = (kind: keyof typeof verdict, note: string, by = 1): void => {
    verdict[kind] += by;
    if (notes.length < 20) notes.push(`${kind}: ${note}`);
  };
  const read = new Map<string, { message: Message; words: ReadonlySet<string> }[]>();
  const ids = new Set<string>();
  for (const channel of new Set(sent.map((one) => one.channel))) {
    const messages = sandbox.slack.store.timeline(channel).all();
    read.set(
      channel,
      messages.map((message) => ({ message, words: wordsIn(message) })),
    );
    for (const message of messages) {
      const id = idOf(message);
      if (id !== undefined && ids.has(id)) count('duplicated', `message ${id} in ${channel}`);
      if (id !== undefined) ids.add(id);
    }
  }
  for (const { name, channel, isResolved } of sent) {
    const mentions = (read.get(channel) ?? []).filter(({ words }) => words.has(name));
    const roots = mentions.filter(({ message }) => isRootOf(message, name));
    if (mentions.length === 0) count('lost', name);
    if (roots.length > 1)
      count('duplicated', `${name} has ${roots.length} roots`, roots.length - 1);
    const [root] = roots;
    if (root && /is OK/u.test(root.message.text) !== isResolved)
      count('wrong', `${name}: ${root.message.text}`);
  }
  return { ...verdict, notes };
};
