import { mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, toError } from '../../core/errors.ts';

/**
 * File systems whose locks and shared memory SQLite's WAL cannot rely on, by the magic number that
 * statfs(2) gives (linux/magic.h). 9p and FUSE are not here: local disks of sandboxes and of
 * desktop machines come by them too, and where they cannot do WAL, opening says so.
 * https://www.sqlite.org/wal.html ("WAL does not work over a network filesystem")
 */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
]);

/** The type of the file system that holds `folder`, as statfs(2) gives it. */
export type FileSystemType = (folder: string) => Promise<number>;

export const fileSystemType: FileSystemType = async (folder) => (await statfs(folder)).type;

/** Makes the folder of `path`. Throws AppError (config) if it cannot, or if a database is not safe there. */
export const prepareFolder = async (path: string, typeOf: FileSystemType): Promise<void> => {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw new AppError(`The folder ${folder} cannot be made: ${toError(thrown).message}.`, {
      kind: 'config',
      code: 'store_folder',
      hint: 'Set store.path to a file in a folder that the bot may write to.',
      cause: thrown,
    });
  }
  const name = networkFileSystems.get((await typeOf(folder)) >>> 0);
  if (name === undefined) return;
  throw new AppError(`${folder} is on a network file system (${name}), where SQLite loses data.`, {
    kind: 'config',
    code: 'store_network_file_system',
    hint: 'Set store.path to a file on a local disk, or DATABASE_URL to a PostgreSQL database.',
  });
};
