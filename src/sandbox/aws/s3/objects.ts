import { security } from '../accounts.ts';

/** What the trails deliver their log files to. */
export const trailBucket = 'example-trail-records';

/** The buckets of the sample organisation, and what is in them. */
export interface Objects {
  /** Whose bucket it is; undefined for one that is not there. */
  readonly ownerOf: (bucket: string) => string | undefined;
  readonly put: (bucket: string, key: string, bytes: Buffer) => void;
  readonly find: (bucket: string, key: string) => Buffer | undefined;
  /** As at first: empty. */
  readonly reset: () => void;
}

const owners: Readonly<Record<string, string>> = { [trailBucket]: security };

export const createObjects = (): Objects => {
  const objects = new Map<string, Buffer>();
  const nameOf = (bucket: string, key: string): string => `${bucket}/${key}`;
  return {
    ownerOf: (bucket) => owners[bucket],
    put: (bucket, key, bytes) => {
      objects.set(nameOf(bucket, key), bytes);
    },
    find: (bucket, key) => objects.get(nameOf(bucket, key)),
    reset: () => objects.clear(),
  };
};
