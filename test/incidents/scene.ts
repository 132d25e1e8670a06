import type { Incident } from '../../src/core/incident-store.ts';
import type { NormalityReader } from '../../src/incidents/evidence/deps.ts';
import type { OriginReader } from '../../src/incidents/evidence/origin.ts';
import type { Message } from '../delivery/fake-slack.ts';
import { createFakeReader } from './fake-evidence.ts';
import { createRig, type RigOptions } from './rig.ts';

const usual: NormalityReader = { check: async () => 'seen' };

interface SceneOptions extends Omit<RigOptions, 'latencyMs' | 'evidence'> {
  /** How long a look takes. */
  readonly readingMs?: number;
  readonly normality?: NormalityReader;
  readonly origin?: OriginReader;
}

/** The rig with somebody who looks for what tripped an alarm, and words for what stands in Slack. */
export const createScene = async (options: SceneOptions = {}) => {
  const { readingMs = 0, normality = usual, origin, ...others } = options;
  let fake: ReturnType<typeof createFakeReader> | undefined;
  const rig = await createRig({
    ...others,
    evidence: (clock) => {
      fake = createFakeReader(clock, readingMs);
      return { reader: fake.reader, normality, ...(origin && { origin }) };
    },
  });
  if (fake === undefined) throw new Error('the rig asks for no evidence');
  const { slack, store } = rig;

  const replies = (channel = 'sec'): readonly Message[] =>
    slack.roots(channel).flatMap((root) => slack.thread(root));

  return {
    ...rig,
    fake,
    rootTexts: (channel = 'sec'): readonly string[] => slack.roots(channel).map(slack.text),
    /** Of the channel's first message. */
    rootText: (channel = 'sec'): string => slack.roots(channel).map(slack.text)[0] ?? '',
    replies,
    replyTexts: (channel = 'sec'): readonly string[] => replies(channel).map(slack.text),
    /** The oldest first. */
    incidents: (): Promise<readonly Incident[]> =>
      store.transaction((tx) => tx.incidents.between(0, Number.MAX_SAFE_INTEGER, 99)),
  };
};
