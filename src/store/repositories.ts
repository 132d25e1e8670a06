import type { Tx } from '../core/store.ts';
import { actStore } from './acts.ts';
import { answerStore } from './answers.ts';
import { auditStore } from './audit.ts';
import { channelStore } from './channels.ts';
import { digestStore } from './digests.ts';
import { dueStore } from './due-work.ts';
import { evidenceStore } from './evidence.ts';
import { inboxStore } from './inbox.ts';
import { incidentStore } from './incidents.ts';
import { metaStore } from './meta.ts';
import { muteStore } from './mutes.ts';
import { postStore } from './posts.ts';
import type { Builder, Session } from './statement.ts';
import { stormStore } from './storms.ts';

export type Repositories = Omit<Tx, 'whenVisible'>;

/** Compiles nothing yet; the function it returns binds every repository to one transaction's session. */
export const createRepositories = (
  builder: Builder,
  now: () => number,
): ((session: Session) => Repositories) => {
  const inbox = inboxStore(builder);
  const incidents = incidentStore(builder);
  const posts = postStore(builder, now);
  const channels = channelStore(builder);
  const storms = stormStore(builder);
  const due = dueStore(builder);
  const meta = metaStore(builder);
  const answers = answerStore(builder, now);
  const audit = auditStore(builder);
  const evidence = evidenceStore(builder);
  const mutes = muteStore(builder);
  const acts = actStore(builder);
  const digests = digestStore(builder);
  return (session) => ({
    inbox: inbox(session),
    incidents: incidents(session),
    posts: posts(session),
    channels: channels(session),
    storms: storms(session),
    due: due(session),
    meta: meta(session),
    answers: answers(session),
    audit: audit(session),
    evidence: evidence(session),
    mutes: mutes(session),
    acts: acts(session),
    digests: digests(session),
  });
};
