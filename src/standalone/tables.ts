import { compareText } from '../datastore/keys.ts';
import { unknownTable } from '../job/unknown-table.ts';
import { withoutOuterSlashes } from '../text/trim.ts';
import { readTableDirs, tableFolder } from './datastore-manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { oldTableDir, oldTableDirs } from './old-tables.ts';
import { StandaloneTable } from './table.ts';

/** The tables of one project in the local datastore, by the names that the client registers. */
export class ProjectTables {
  private readonly root: string;
  private readonly project: string;
  private readonly summaryTable: string;
  private readonly objects: ObjectStore;

  constructor(root: string, project: string, summaryTable: string, objects: ObjectStore) {
    this.root = root;
    this.project = project;
    this.summaryTable = summaryTable;
    this.objects = objects;
  }

  /**
   * The tables with the summary rows of the project's jobs, the newer first. A store that an old client began has two, and
   * each job has its row in one of them.
   */
  async summaries(): Promise<readonly StandaloneTable[]> {
    const name = `project/${this.project}/${this.summaryTable}`;
    const dirs = [(await readTableDirs(this.root)).get(name), oldTableDir(this.root, name)];
    return dirs.flatMap((dir) => (dir === undefined ? [] : [this.open(name, this.summaryTable, dir)]));
  }

  /** The names of a job's tables, sorted by code point. */
  async names(version: string): Promise<readonly string[]> {
    return [...(await this.dirsOf(version)).keys()].sort(compareText);
  }

  /** A job's table; slashes around its name may be omitted, as in the client's own list. */
  async table(version: string, name: string): Promise<StandaloneTable> {
    const dirs = await this.dirsOf(version);
    const names = [...dirs.keys()].sort(compareText);
    const known = dirs.has(name) ? name : nameWithin(name, names);
    const dir = known === undefined ? undefined : dirs.get(known);
    if (known === undefined || dir === undefined) throw unknownTable(name, names);
    return this.open(this.prefixOf(version) + known, known, dir);
  }

  /**
   * The `dir`s of a job's tables by name, including those of old clients; a newer table hides an old one of the same
   * name.
   */
  private async dirsOf(version: string): Promise<ReadonlyMap<string, string>> {
    const prefix = this.prefixOf(version);
    const dirs = new Map<string, string>();
    for (const tables of [await readTableDirs(this.root), oldTableDirs(this.root, prefix)]) {
      for (const [name, dir] of tables) {
        const rest = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
        if (rest !== undefined && !dirs.has(rest)) dirs.set(rest, dir);
      }
    }
    return dirs;
  }

  private prefixOf(version: string): string {
    return `project/${this.project}/eval/${version.slice(0, 2)}/${version}/`;
  }

  private open(full: string, name: string, dir: string): StandaloneTable {
    return new StandaloneTable(name, tableFolder(this.root, full, dir), this.objects);
  }
}

/** The only known name that differs from this one at most by slashes around it. */
function nameWithin(name: string, names: readonly string[]): string | undefined {
  const fitting = names.filter((known) => withoutOuterSlashes(known) === withoutOuterSlashes(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
