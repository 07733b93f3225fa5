import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODES = fileURLToPath(new URL('../../.ci/nodes', import.meta.url));

/** A Node.js to run the package on. */
export interface NodeBinary {
  readonly version: string;
  /** The folder with its `node`. */
  readonly folder: string;
}

/** The Node that runs the tests. */
export const THIS_NODE: NodeBinary = { version: process.versions.node, folder: dirname(process.execPath) };

/**
 * The versions of .ci/nodes for this processor that are installed, and those that are not. All are for Linux, so elsewhere
 * there are none; that is an error if CI=true.
 */
export function nodeMatrix(): { readonly installed: readonly NodeBinary[]; readonly missing: readonly string[] } {
  const { optionalDependencies } = JSON.parse(readFileSync(join(NODES, 'package.json'), 'utf8')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  const listed = Object.entries(optionalDependencies)
    .filter(([name]) => name.endsWith(`-${process.arch}`))
    .map(([name, from]) => ({
      version: from.slice(from.lastIndexOf('@') + 1),
      folder: join(NODES, 'node_modules', name, 'bin'),
    }));
  const installed = listed.filter(({ folder }) => existsSync(join(folder, 'node')));
  const missing = listed.filter((node) => !installed.includes(node)).map(({ version }) => version);
  return { installed, missing };
}
