import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AppError, toError } from '../../core/errors.ts';

/** CloudTrail's own limit. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html */
const mostBytesUnzipped = 50 * 1024 * 1024;

const unzipped = promisify(gunzip);

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

const unreadable = (thrown: unknown): AppError => {
  const error = toError(thrown);
  if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE')
    return new AppError('The file has more than 50 MiB when it is unzipped; it is not read.', {
      kind: 'bad-event',
      code: 'log_file_too_large',
      hint: 'CloudTrail writes none of that size: see who put it there.',
      cause: error,
    });
  const isCut = codeOf(error) === 'Z_BUF_ERROR';
  return new AppError(isCut ? 'The gzip file is cut off.' : 'The file is not gzip, or damaged.', {
    kind: 'bad-event',
    code: isCut ? 'log_file_cut_off' : 'log_file_not_gzip',
    hint: 'Check it with "aws cloudtrail validate-logs", and see who put it there if CloudTrail did not.',
    cause: error,
  });
};

/**
 * Unzips a log file, off the main thread.
 *
 * @throws AppError `log_file_too_large`, `log_file_cut_off` or `log_file_not_gzip`
 */
export const unzip = async (bytes: Buffer): Promise<Buffer> => {
  try {
    return await unzipped(bytes, { maxOutputLength: mostBytesUnzipped });
  } catch (thrown) {
    throw unreadable(thrown);
  }
};
