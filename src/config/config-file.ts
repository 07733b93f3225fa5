import { platform } from 'node:os';
import { messageOf, SwjobError } from '../errors.ts';
import { readGivenFile } from '../files/given-file.ts';

/** Far more than any real config has: parsing a huge YAML file must not hold swjob up. */
export const MAX_CONFIG_BYTES = 1024 * 1024;

export interface ConfigFileContent {
  readonly text: string;
  /** True when the file's mode lets other users of the machine read or change it; never on Windows. */
  readonly open: boolean;
}

/** The content of a config file, null if there is none. Throws for a folder, and for an unreadable or too large file. */
export function readConfigFile(path: string): ConfigFileContent | null {
  try {
    const file = readGivenFile(path, MAX_CONFIG_BYTES);
    if (file === null) return null;
    const { text, stats } = file;
    return { text, open: platform() !== 'win32' && stats.isFile() && (stats.mode & 0o077) !== 0 };
  } catch (error) {
    throw new SwjobError('operation-failed', `cannot read the config file ${path}: ${messageOf(error)}`, {
      hint: 'Name another file with --config FILE or $SW_CLI_CONFIG.',
    });
  }
}
