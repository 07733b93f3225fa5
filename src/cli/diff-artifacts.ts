import { join } from 'node:path';
import type { TypedRow } from '../datastore/typed-value.ts';
import type { RowChange } from '../job/diff/changes.ts';
import type { ArtifactReader, ScanOptions } from '../job/instance.ts';
import { ArtifactFiles, type ArtifactFilesOptions } from './artifact-files.ts';

export interface DiffArtifactsOptions {
  readonly folder: string;
  readonly readers: readonly [base: ArtifactReader, job: ArtifactReader];
  readonly keyColumns: readonly [base: string, job: string];
  readonly skipDamaged: ScanOptions['skipDamaged'];
  readonly warn: (text: string) => void;
  readonly onInterrupt: ArtifactFilesOptions['onInterrupt'];
}

/** The subfolder for the base's files, which have the same names as the job's. */
const OF_BASE = 'base';

/**
 * Saves the artifacts of a diff's rows: all of the job's row; of the base's row those that differ, or all if only the
 * base has the row.
 */
export class DiffArtifacts {
  readonly #options: DiffArtifactsOptions;
  readonly #job: ArtifactFiles;
  #base: ArtifactFiles | undefined;

  constructor(options: DiffArtifactsOptions) {
    this.#options = options;
    this.#job = new ArtifactFiles(options.readers[1], this.#filesIn(options.folder, 1));
  }

  get failed(): number {
    return this.#job.failed + (this.#base?.failed ?? 0);
  }

  async save({ change, columns, base, job }: RowChange): Promise<void> {
    if (job !== null) await this.#job.save(job);
    if (base === null) return;
    const key = this.#options.keyColumns[0];
    const isWanted = (name: string) => change === 'removed' || name === key || columns.has(name);
    const wanted: TypedRow = new Map([...base].filter(([name]) => isWanted(name)));
    if (![...wanted.values()].some(({ type }) => HOLDERS.has(type))) return;
    this.#base ??= new ArtifactFiles(this.#options.readers[0], this.#filesIn(join(this.#options.folder, OF_BASE), 0));
    await this.#base.save(wanted);
  }

  finish(): void {
    this.#job.finish();
    this.#base?.finish();
  }

  result(): string {
    const ofBase = this.#base === undefined ? [] : [`of the base: ${this.#base.result()}`];
    return [this.#job.result(), ...ofBase].join('; ');
  }

  #filesIn(folder: string, side: 0 | 1): ArtifactFilesOptions {
    const { keyColumns, skipDamaged, warn, onInterrupt } = this.#options;
    return { folder, keyColumn: keyColumns[side], skipDamaged, warn, onInterrupt };
  }
}

/** Types of values that may hold artifacts. */
const HOLDERS: ReadonlySet<string> = new Set(['OBJECT', 'LIST', 'TUPLE', 'MAP']);
