import type { TrailRecord } from '../../aws/trail-types.ts';
import { hour } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { EvidenceEvent } from '../../core/evidence.ts';
import { accessKeyHash } from '../../core/evidence-event.ts';
import type { RegionId } from '../../core/ids.ts';
import { globalRegion } from '../../core/partition.ts';
import { redactText } from '../../core/redact.ts';
import { textAt } from '../../core/values.ts';
import type { NormalityDeps } from './deps.ts';
import { createRemembered } from './remembered.ts';

/** Who an identity provider says began a session, from the record that began it. */
export interface OriginReader {
  /** "acme/infra@main"; undefined: not known. Never rejects for what AWS answers. */
  readonly subjectOf: (event: EvidenceEvent, signal: AbortSignal) => Promise<string | undefined>;
}

/** The longest that a session of a role lasts. */
const sessionMs = 12 * hour;
const mostPages = 5;

/**
 * What people call a subject: `repo:acme/infra:ref:refs/heads/main` is acme/infra@main.
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims,
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 */
export const plainSubject = (subject: string): string => {
  const [, repository, ref] = /^repo:([^:]+):ref:refs\/(?:heads|tags)\/(.+)$/.exec(subject) ?? [];
  if (repository !== undefined && ref !== undefined) return `${repository}@${ref}`;
  const [, other, scope] = /^repo:([^:]+):(environment:.+|pull_request)$/.exec(subject) ?? [];
  if (other !== undefined && scope !== undefined) return `${other} (${scope.replace(/[:_]/, ' ')})`;
  const [, project, branch] =
    /^project_path:([^:]+):ref_type:(?:branch|tag):ref:(.+)$/.exec(subject) ?? [];
  return project === undefined || branch === undefined ? subject : `${project}@${branch}`;
};

const began = (record: TrailRecord, { accessKeyHash: hash }: EvidenceEvent): boolean => {
  const issued = textAt(record, 'responseElements', 'credentials', 'accessKeyId');
  return issued !== undefined && accessKeyHash(issued) === hash;
};

const subjectIn = (record: TrailRecord): string | undefined =>
  textAt(record, 'responseElements', 'subjectFromWebIdentityToken') ??
  textAt(record, 'userIdentity', 'userName');

/** The record that began it, in one region's Event history. */
const search = async (
  { trail, whereOf }: NormalityDeps,
  event: EvidenceEvent,
  region: RegionId,
  signal: AbortSignal,
): Promise<TrailRecord | undefined> => {
  const { account, when } = event.trail;
  if (account === undefined || when === undefined) return undefined;
  const attribute = { key: 'EventName', value: 'AssumeRoleWithWebIdentity' } as const;
  const span = { attribute, from: when - sessionMs, to: when };
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const reading = { urgency: 'background', signal } as const;
    const page = await trail.lookup(whereOf(account, region), { ...span, token }, reading);
    const found = page.records.find((record) => began(record, event));
    token = page.next;
    if (found !== undefined || token === undefined) return found;
  }
  return undefined;
};

/** Sessions that a build began are named by whoever wrote the build; its subject is not. */
export const createOriginReader = (deps: NormalityDeps): OriginReader => {
  const remembered = createRemembered<string | undefined>(deps.clock);

  const look = async (
    event: EvidenceEvent,
    region: RegionId,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    // STS is asked where the caller is, or at its global endpoint.
    for (const each of new Set([region, globalRegion(region)])) {
      const record = await search(deps, event, each, signal);
      const subject = record && subjectIn(record);
      if (subject !== undefined) return redactText(plainSubject(subject));
    }
    return undefined;
  };

  return {
    subjectOf: async (event, signal) => {
      const { accessKeyHash: hash, trail } = event;
      const { region, account = '' } = trail;
      if (hash === undefined || region === undefined) return undefined;
      try {
        const ask = () => look(event, region, signal);
        return await remembered.ask(`${account} ${region} ${hash}`, ask);
      } catch (thrown) {
        // What could not be read now may be readable soon.
        if (thrown instanceof AppError) return undefined;
        throw thrown;
      }
    },
  };
};
