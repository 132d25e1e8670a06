import type { StoryPlaces } from '../../organisation.ts';
import { people, sessionKeys } from '../../story-facts.ts';
import { type RoleSession, workforceSession } from '../identities.ts';
import type { Deed } from '../record.ts';

/** What a scene of the story needs to know. */
export interface Stage {
  readonly places: StoryPlaces;
  /** When the sandbox started; epoch ms. */
  readonly now: number;
}

export type Scene = (stage: Stage) => readonly Deed[];

/** AWS's words for who may not do what to which. */
export const deniedText = (arn: string, action: string, resource: string): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

/** dave's session in staging. */
export const daveIn = (
  { places }: Stage,
  since: number,
  rest: Pick<RoleSession, 'invokedBy'> = {},
): RoleSession =>
  workforceSession(places.staging, people.dave, {
    accessKeyId: sessionKeys.dave,
    since,
    mfa: true,
    ...rest,
  });
