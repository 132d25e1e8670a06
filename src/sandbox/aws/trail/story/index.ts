import { deletedBucket } from './bucket.ts';
import type { Scene } from './cast.ts';
import { deniedTries } from './denied.ts';
import { machines } from './machines.ts';
import { openedGroup } from './opened-group.ts';
import { release } from './release.ts';
import { signIns } from './sign-ins.ts';

const scenes: readonly Scene[] = [
  openedGroup,
  deniedTries,
  release,
  deletedBucket,
  signIns,
  machines,
];

/** Everything that happened in the sample organisation before the sandbox started. */
export const trailStory: Scene = (stage) => scenes.flatMap((scene) => scene(stage));
