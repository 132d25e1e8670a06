import type { Where } from './cloudwatch-types.ts';
import type { Reading } from './trail-types.ts';

export interface ObjectReader {
  /**
   * GetObject: its bytes as they are stored. Rejects with an AppError; one of more than `maxBytes` is
   * refused (`s3_object_too_large`) without being read.
   */
  readonly object: (
    where: Where,
    wanted: { readonly bucket: string; readonly key: string; readonly maxBytes: number },
    reading: Reading,
  ) => Promise<Buffer>;
}
