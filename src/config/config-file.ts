import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { platform } from 'node:os';
import { errorCode, messageOf, SwjobError } from '../errors.ts';

/** Far more than any real config has: parsing a huge YAML file must not hold swjob up. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

export interface ConfigFileContent {
  readonly text: string;
  /** True when the file's mode lets other users of the machine read or change it; never on Windows. */
  readonly open: boolean;
}

/** The content of a config file, null if there is none. Throws for a folder, and for an unreadable or too large file. */
export function readConfigFile(path: string): ConfigFileContent | null {
  let bytes: Buffer;
  let open = false;
  try {
    const descriptor = openSync(path, 'r');
    try {
      const status = fstatSync(descriptor);
      open = platform() !== 'win32' && status.isFile() && (status.mode & 0o077) !== 0;
      bytes = readAtMost(descriptor, MAX_CONFIG_BYTES + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw cannotRead(path, errorCode(error) === 'EISDIR' ? 'it is a folder' : messageOf(error));
  }
  if (bytes.length > MAX_CONFIG_BYTES) throw cannotRead(path, 'it is larger than 1 MiB');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), open };
  } catch {
    throw cannotRead(path, 'it is not UTF-8 text');
  }
}

/** Reads in steps, because the size from `stat` is meaningless for pipes and devices. */
function readAtMost(descriptor: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, limit - total));
    const count = readSync(descriptor, chunk, 0, chunk.length, null);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  return Buffer.concat(chunks, total);
}

function cannotRead(path: string, reason: string): SwjobError {
  return new SwjobError('operation-failed', `cannot read the config file ${path}: ${reason}`, {
    hint: 'Name another file with --config FILE or $SW_CLI_CONFIG.',
  });
}
