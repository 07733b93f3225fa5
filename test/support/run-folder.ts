import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder for everything that the tests of a run unpack and write. */
    runFolder: string;
  }
}

/** Creates the folder of a test run, and removes it after the last test. */
export default async function runFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'swjob-test-'));
  // Tests run the program as an unprivileged user, who needs access to its contents.
  await chmod(folder, 0o755);
  project.provide('runFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
