import { execFileSync } from 'node:child_process';

const MOUNT = '/bin/mount';
const UNMOUNT = '/bin/umount';

/** Puts a disk of its own, of this size, in a folder's place; null where only root may, else how to take it away. */
export function mountSmallDisk(folder: string, size: string): (() => void) | null {
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    process.stderr.write('\nSKIPPED: only root can mount a small disk\n\n');
    return null;
  }
  return () => unmount(folder);
}

export function unmount(folder: string): void {
  execFileSync(UNMOUNT, [folder]);
}
