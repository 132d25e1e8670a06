import type { Detection } from './detection.ts';
import { detections } from './index.ts';

const byId: ReadonlyMap<string, Detection> = new Map(detections.map((each) => [each.id, each]));

/** Undefined: there is none of that id, or none any more. */
export const detectionById = (id: string | undefined): Detection | undefined =>
  id === undefined ? undefined : byId.get(id);

/** Does it watch what watches the account? */
export const guardsTheGuards = (id: string): boolean => byId.get(id)?.guardsTheGuards === true;
