/** `ok` is green, `warning` yellow, `error` red. */
export type Status = 'ok' | 'warning' | 'error' | 'not_available';

export interface Flagged {
  readonly status: 'ok' | 'warning' | 'error';
  readonly region: string | undefined;
  /** By position, as the check's columns; AWS leaves some empty. */
  readonly metadata: readonly (string | null)[];
  readonly isSuppressed?: boolean;
}

/** What a check found in an account. */
export interface Result {
  readonly processed: number;
  readonly flagged: readonly Flagged[];
  /** Of a check that could not be made there is nothing else. */
  readonly isUnavailable?: boolean;
  /** US dollars a month. */
  readonly savings?: number;
}

/** The worst of what is not suppressed. */
export const statusOf = ({ flagged, isUnavailable }: Result): Status => {
  if (isUnavailable === true) return 'not_available';
  const statuses = flagged.filter(({ isSuppressed }) => isSuppressed !== true);
  if (statuses.some(({ status }) => status === 'error')) return 'error';
  return statuses.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
};

const colours = { ok: 'Green', warning: 'Yellow', error: 'Red' } as const;

/** As AWS writes a resource's own status into its metadata. */
export const colourOf = (status: Flagged['status']): string => colours[status];
