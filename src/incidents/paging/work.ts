import type { Act } from '../../core/act.ts';
import type { Clock } from '../../core/clock.ts';
import { type Post, postPriority } from '../../core/post-store.ts';
import type { Say } from '../../core/say.ts';
import type { MemberList } from '../../core/settings.ts';
import type { Tx } from '../../core/store.ts';
import { type Text, untrusted } from '../../core/text.ts';
import type { AccountName } from '../headline.ts';
import { lockedIncident } from '../locked.ts';
import type { Guards } from '../mutes.ts';
import { newPost } from '../new-post.ts';
import { severityBadge } from '../root-card.ts';
import { channelInline } from '../storm-cards.ts';
import { createThreadLine } from '../thread-line.ts';
import { type Call, type CallStep, callAt, endCall, isStillDue, readCall } from './calls.ts';
import { publishTriggered } from './publish.ts';
import { type CallTarget, createFindTarget, forgetMark, stormCalledWork } from './target.ts';
import { escalatedLine, escalatedTo, mentions, nobodyYet } from './words.ts';

export interface PagingDeps {
  readonly clock: Clock;
  readonly newId: () => string;
  /** Called as soon as a post can be seen, with its channel. */
  readonly posted: (channel: string) => void;
  readonly say: Say;
  readonly accountName: AccountName;
  readonly guards: Guards;
}

/** What follows the call, and when. */
type Next = readonly [step: CallStep, afterMs: number] | undefined;

const afterPage = ({ plan }: Call): Next => ['remind', plan.remindAfterMs];

const afterReminder = ({ plan }: Call): Next =>
  plan.escalate && ['escalate', plan.escalate.afterMs];

/** A reply that is also shown in the channel and says one thing alone: what notifies people. */
const createCallOut =
  ({ clock, newId, posted }: PagingDeps) =>
  async (tx: Tx, parent: Post, headline: Text): Promise<void> => {
    const id = newId();
    // Not a line of a reply: others would be added to it, and the sound is made by the newest.
    const given = { kind: 'notice', owner: `call ${id}`, channel: parent.channel } as const;
    const card = { headline, parts: [] };
    const { critical: priority } = postPriority;
    const reply = { id, parentId: parent.id, broadcast: true, priority, card, now: clock.now() };
    await tx.posts.insert(newPost({ ...given, ...reply }));
    tx.whenVisible(() => posted(parent.channel));
  };

/** Waited since the first call. */
const waitedMs = ({ plan }: Call): number =>
  plan.remindAfterMs + (plan.escalate === undefined ? 0 : plan.escalate.afterMs);

type Note = (tx: Tx, call: Call, kind: Act['kind'], detail: string) => Promise<void>;

const createNote =
  ({ clock }: PagingDeps): Note =>
  (tx, { incidentId }, kind, detail) =>
    tx.acts.add({ incidentId, kind, by: undefined, at: clock.now(), detail: untrusted(detail) });

const named = (members: MemberList): string => [...members.users, ...members.groups].join(', ');

const createEscalate = (deps: PagingDeps) => {
  const { clock, say, posted } = deps;
  const { now } = clock;
  const callOut = createCallOut(deps);
  const addLine = createThreadLine(deps);
  const note = createNote(deps);

  const tellChannel = async (
    tx: Tx,
    call: Call,
    { incident, placement, parent, headline }: CallTarget,
    channel: string,
  ): Promise<void> => {
    const key = `escalated ${incident.id} ${call.channel} ${incident.firings}`;
    const from = channelInline(parent.postedIn ?? parent.channel);
    const name: Text = ['This is ', { bold: incident.latest.name }, ', escalated from ', from];
    const parts = [{ kind: 'note', text: [...name, '; it is acknowledged there.'] }] as const;
    const badge = severityBadge(placement.severity.level);
    const card = { badge, headline: [nobodyYet(waitedMs(call)), ...headline], parts };
    await say(tx, { key, channel, card });
  };

  return async (tx: Tx, call: Call, target: CallTarget): Promise<void> => {
    const { escalate: plan } = call.plan;
    if (plan === undefined) return;
    const { parent, headline, incident } = target;
    const { mention, channel, topic } = plan;
    if (mention !== undefined)
      await callOut(tx, parent, [...mentions(mention), nobodyYet(waitedMs(call)), ...headline]);
    if (channel !== undefined) await tellChannel(tx, call, target, channel);
    const told = { incidentId: incident.id, channel: call.channel };
    if (topic !== undefined) await publishTriggered(tx, { ...told, topic }, now());
    const line = escalatedLine(now(), plan);
    if (line !== undefined) await addLine(tx, parent, line, { replyMs: 0, broadcast: false });
    tx.whenVisible(() => posted(parent.channel));
    await note(tx, call, 'escalated', escalatedTo(plan));
  };
};

/** Calls people, reminds them, and escalates, while nobody acknowledges. */
export const createPaging = (deps: PagingDeps) => {
  const { now } = deps.clock;
  const find = createFindTarget({ ...deps, now });
  const callOut = createCallOut(deps);
  const note = createNote(deps);

  const page = async (tx: Tx, call: Call, { parent, headline }: CallTarget): Promise<void> => {
    const { mention } = call.plan;
    await callOut(tx, parent, [...mentions(mention), ...headline]);
    await note(tx, call, 'paged', named(mention));
  };

  const remind = async (tx: Tx, call: Call, { parent, headline }: CallTarget): Promise<void> => {
    const { mention, remindAfterMs } = call.plan;
    const text: Text = [...mentions(mention), nobodyYet(remindAfterMs), ...headline];
    await callOut(tx, parent, text);
    await note(tx, call, 'reminded', named(mention));
  };

  const step =
    (
      name: CallStep,
      work: (tx: Tx, call: Call, target: CallTarget) => Promise<void>,
      next: (call: Call) => Next,
    ) =>
    async (tx: Tx, payload: string): Promise<void> => {
      const call = readCall(payload);
      await lockedIncident(tx, call.incidentId);
      if (!(await isStillDue(tx, name, call, now()))) return;
      const found = await find(tx, call, name);
      await endCall(tx, name, call);
      if (found.kind === 'over') return;
      if (found.kind === 'target') await work(tx, call, found.target);
      const follows = next(call);
      if (follows !== undefined) await callAt(tx, follows[0], call, now() + follows[1]);
    };

  return {
    page: step('page', page, afterPage),
    remind: step('remind', remind, afterReminder),
    escalate: step('escalate', createEscalate(deps), () => undefined),
    [stormCalledWork]: forgetMark,
  };
};
