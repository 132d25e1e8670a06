import { minute } from '../../../../core/clock.ts';
import { homeRegion } from '../../accounts.ts';
import { ages, iamUsers, people, resources, yesterdayAt } from '../../story-facts.ts';
import { agents } from '../agents.ts';
import { assumedRole, iamUser, sessionArn, userArn } from '../identities.ts';
import type { Deed } from '../record.ts';
import { trailArn } from '../trails.ts';
import { daveIn, deniedText, type Scene, type Stage } from './cast.ts';

const trailResources = [{ type: 'AWS::CloudTrail::Trail', name: resources.trail }];

const bobsTry = ({ places, now }: Stage): Deed => {
  const { bob } = iamUsers;
  const region = 'us-east-1';
  const resource = trailArn(places.prod, region);
  return {
    at: yesterdayAt(now, 15, 40),
    account: places.prod,
    region,
    actor: iamUser(places.prod, bob.name, bob.keyId),
    source: 'cloudtrail',
    name: 'DeleteTrail',
    from: bob.address,
    agent: agents.cli,
    error: {
      code: 'AccessDenied',
      message: deniedText(userArn(places.prod, bob.name), 'cloudtrail:DeleteTrail', resource),
    },
    request: { name: resources.trail },
    resources: trailResources,
  };
};

const davesTries = (stage: Stage): readonly Deed[] => {
  const at = stage.now - ages.stopLoggingDenied;
  const session = daveIn(stage, at - 20 * minute);
  const name = trailArn(stage.places.staging, homeRegion);
  const deed: Deed = {
    at,
    account: stage.places.staging,
    region: homeRegion,
    actor: assumedRole(session),
    source: 'cloudtrail',
    name: 'StopLogging',
    from: people.dave.address,
    agent: agents.cliPlain,
    error: {
      code: 'AccessDenied',
      message: deniedText(sessionArn(session), 'cloudtrail:StopLogging', name),
    },
    request: { name },
    resources: trailResources,
  };
  return [deed, { ...deed, at: at + 3 * minute }];
};

/** bob and dave try to blind the trail. */
export const deniedTries: Scene = (stage) => [bobsTry(stage), ...davesTries(stage)];
