import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNTIMES = fileURLToPath(new URL('../../.ci/runtimes', import.meta.url));

/** Another program that runs JavaScript. */
export interface Runtime {
  readonly name: 'bun' | 'deno';
  readonly command: string;
  /** The arguments before the name of a program's file. */
  readonly args: readonly string[];
}

const KNOWN: readonly Runtime[] = [
  { name: 'bun', command: join(`bun-${process.arch}`, 'bin', 'bun'), args: ['run'] },
  {
    name: 'deno',
    command: join(`deno-${process.arch}`, 'deno'),
    args: ['run', '--quiet', '--node-modules-dir=manual', '--allow-read', '--allow-env', '--allow-sys', '--allow-net'],
  },
];

/** The installed runtimes of .ci/runtimes, and the names of missing ones. */
export function otherRuntimes(): { readonly installed: readonly Runtime[]; readonly missing: readonly string[] } {
  const all = KNOWN.map((runtime) => ({ ...runtime, command: join(RUNTIMES, 'node_modules', runtime.command) }));
  const installed = all.filter(({ command }) => existsSync(command));
  return { installed, missing: all.filter((runtime) => !installed.includes(runtime)).map(({ name }) => name) };
}

/** The versions that .ci/runtimes asks for. */
export function wantedVersion(name: Runtime['name']): string {
  const { optionalDependencies } = JSON.parse(readFileSync(join(RUNTIMES, 'package.json'), 'utf8')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  return optionalDependencies[`${name}-${process.arch}`]?.split('@').at(-1) ?? '';
}
