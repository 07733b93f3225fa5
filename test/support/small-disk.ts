import { execFileSync } from 'node:child_process';

const MOUNT = '/bin/mount';
const UNMOUNT = '/bin/umount';

/** Mounts a disk of this size at a folder; returns how to unmount it, or null if only root may. */
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
