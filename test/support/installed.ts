import { spawnSync } from 'node:child_process';

/** Whether the shell finds a command. */
export function isInstalled(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}
