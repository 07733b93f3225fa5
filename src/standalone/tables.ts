import { compareText } from '../datastore/keys.ts';
import { unknownTable } from '../job/unknown-table.ts';
import { readTableDirs, tableFolder } from './datastore-manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { StandaloneTable } from './table.ts';

/** The tables of one project in the local datastore, by the names under which the client registers them. */
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

  /** The table in which every job of the project has its summary row; null where none was ever written. */
  async summary(): Promise<StandaloneTable | null> {
    const name = `project/${this.project}/${this.summaryTable}`;
    const dir = (await readTableDirs(this.root)).get(name);
    return dir === undefined ? null : this.open(name, this.summaryTable, dir);
  }

  /** The names of a job's tables, by code point. */
  async names(version: string): Promise<readonly string[]> {
    const prefix = this.prefixOf(version);
    const names: string[] = [];
    for (const name of (await readTableDirs(this.root)).keys()) {
      if (name.startsWith(prefix)) names.push(name.slice(prefix.length));
    }
    return names.sort(compareText);
  }

  /** A job's table; the slashes around its name may be left out, as the client's own listing does. */
  async table(version: string, name: string): Promise<StandaloneTable> {
    const prefix = this.prefixOf(version);
    const dirs = await readTableDirs(this.root);
    const registered = dirs.has(prefix + name) ? name : nameWithin(name, await this.names(version));
    const dir = registered === undefined ? undefined : dirs.get(prefix + registered);
    if (registered === undefined || dir === undefined) {
      throw unknownTable(name, await this.names(version));
    }
    return this.open(prefix + registered, registered, dir);
  }

  private prefixOf(version: string): string {
    return `project/${this.project}/eval/${version.slice(0, 2)}/${version}/`;
  }

  private open(full: string, name: string, dir: string): StandaloneTable {
    return new StandaloneTable(name, tableFolder(this.root, full, dir), this.objects);
  }
}

/** The one name that is this one but for slashes around it. */
function nameWithin(name: string, names: readonly string[]): string | undefined {
  const bare = (text: string) => text.replace(/^\/+|\/+$/g, '');
  const fitting = names.filter((known) => bare(known) === bare(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
