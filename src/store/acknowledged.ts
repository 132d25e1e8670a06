import type { Acknowledgement } from '../core/incident-store.ts';
import type { IncidentTable } from './schema.ts';

type Columns = Pick<IncidentTable, 'acknowledged_by' | 'acknowledged_at'>;

/** Both columns are filled, or neither is. */
export const toAcknowledged = ({
  acknowledged_by: by,
  acknowledged_at: at,
}: Columns): Acknowledgement | undefined => (by === null || at === null ? undefined : { by, at });
