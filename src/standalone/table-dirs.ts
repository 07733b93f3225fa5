import { withoutOuterSlashes } from '../text/trim.ts';
import { oldTableDir, oldTableDirs } from './old-tables.ts';
import type { TableRegistry } from './table-registry.ts';

/** What the names of a job's tables in the datastore begin with. */
export function jobTablePrefix(project: string, version: string): string {
  return `project/${project}/eval/${version.slice(0, 2)}/${version}/`;
}

/**
 * The `dir`s of the tables whose names begin with a prefix, by the rest of the name, including those of old clients; a
 * newer table hides an old one of the same name.
 */
export async function tableDirsBelow(registry: TableRegistry, prefix: string): Promise<ReadonlyMap<string, string>> {
  const newer = await registry.below(prefix);
  const old = oldTableDirs(registry.root, prefix);
  if (old.size === 0) return newer;
  const dirs = new Map(newer);
  for (const [name, dir] of old) {
    const rest = name.slice(prefix.length);
    if (!dirs.has(rest)) dirs.set(rest, dir);
  }
  return dirs;
}

/** The `dir`s of the tables of this name, the newer first: one of today's client, one of an old client. */
export async function tableDirsNamed(registry: TableRegistry, name: string): Promise<readonly string[]> {
  const dirs = [(await registry.below(name)).get(''), oldTableDir(registry.root, name)];
  return dirs.filter((dir) => dir !== undefined);
}

/** The known name that this one means: itself, or the only one that differs by slashes around it. */
export function knownTableName(name: string, dirs: ReadonlyMap<string, string>): string | undefined {
  if (dirs.has(name)) return name;
  const fitting = [...dirs.keys()].filter((known) => withoutOuterSlashes(known) === withoutOuterSlashes(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
