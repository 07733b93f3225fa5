import { compareText } from '../datastore/keys.ts';
import { unknownTable } from '../job/unknown-table.ts';
import { tableFolder } from './datastore-manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { StandaloneTable } from './table.ts';
import { jobTablePrefix, knownTableName, tableDirsBelow, tableDirsNamed } from './table-dirs.ts';
import { TableRegistry } from './table-registry.ts';

/** The tables of one project in the local datastore, by the names that the client registers. */
export class ProjectTables {
  private readonly registry: TableRegistry;
  private readonly project: string;
  private readonly summaryTable: string;
  private readonly objects: ObjectStore;

  constructor(root: string, project: string, summaryTable: string, objects: ObjectStore) {
    this.registry = new TableRegistry(root);
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
    return (await tableDirsNamed(this.registry, name)).map((dir) => this.open(name, this.summaryTable, dir));
  }

  /** The names of a job's tables, sorted by code point. */
  async names(version: string): Promise<readonly string[]> {
    return [...(await tableDirsBelow(this.registry, jobTablePrefix(this.project, version))).keys()].sort(compareText);
  }

  /** A job's table; slashes around its name may be omitted, as in the client's own list. */
  async table(version: string, name: string): Promise<StandaloneTable> {
    const prefix = jobTablePrefix(this.project, version);
    const dirs = await tableDirsBelow(this.registry, prefix);
    const known = knownTableName(name, dirs);
    const dir = known === undefined ? undefined : dirs.get(known);
    if (known === undefined || dir === undefined) throw unknownTable(name, [...dirs.keys()].sort(compareText));
    return this.open(prefix + known, known, dir);
  }

  private open(full: string, name: string, dir: string): StandaloneTable {
    return new StandaloneTable(name, tableFolder(this.registry.root, full, dir), this.objects);
  }
}
