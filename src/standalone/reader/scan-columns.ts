import type { KernelColumn, KernelMemory } from '../../kernel/memory.ts';
import type { PlanColumns } from './kernel-plans.ts';

/** The rows of a batch; fewer if there are many columns. */
const ROWS = 1024;
const MAX_CELLS = 1 << 20;
const MIN_ROWS = 16;

/**
 * The columns of a scan: those that are shown, chosen beforehand or in order of appearance, and the key column, which is
 * always read.
 */
export class ScanColumns implements PlanColumns {
  readonly shown: KernelColumn[] = [];
  /** The maximum of rows in a batch. */
  capacity = ROWS;
  private readonly keyColumn: string;
  private readonly chosen: readonly string[] | undefined;
  /** Whether cells are read; otherwise only the names of columns are collected. */
  private readonly isFilled: boolean;
  private readonly byName = new Map<string, KernelColumn | undefined>();
  private memory: KernelMemory | undefined;

  /** `chosen` are the columns to show; undefined means all. */
  constructor(keyColumn: string, chosen: readonly string[] | undefined, isFilled: boolean) {
    this.keyColumn = keyColumn;
    this.chosen = chosen;
    this.isFilled = isFilled;
  }

  /** The names so far, the key's first. */
  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** Creates the columns that are known beforehand. Returns the key's. */
  begin(memory: KernelMemory): KernelColumn {
    this.memory = memory;
    for (const name of new Set(this.chosen ?? [this.keyColumn])) this.show(name);
    const key = this.byName.get(this.keyColumn) ?? this.make(this.keyColumn);
    this.byName.set(this.keyColumn, key);
    return key;
  }

  place(name: string): KernelColumn | undefined {
    if (this.byName.has(name) || this.chosen !== undefined) return this.byName.get(name);
    if (this.isFilled && this.memory !== undefined) return this.show(name);
    this.byName.set(name, undefined);
    return undefined;
  }

  placeAll(names: Iterable<string>): void {
    for (const name of names) this.place(name);
  }

  arePlaced(names: readonly string[]): boolean {
    return this.chosen !== undefined || names.every((name) => this.byName.has(name));
  }

  /** Whether there is room in the current batch for this many more columns. */
  hasRoomFor(count: number): boolean {
    return this.capacity <= MIN_ROWS || (this.shown.length + count) * this.capacity <= 2 * MAX_CELLS;
  }

  /** Reduces the rows of the next batch if there are many columns. Only between batches. */
  shrink(expected = 0): void {
    while (this.capacity > MIN_ROWS && (this.shown.length + expected) * this.capacity > MAX_CELLS) this.capacity /= 2;
  }

  private show(name: string): KernelColumn {
    const column = this.make(name);
    this.byName.set(name, column);
    column.isShown = true;
    this.shown.push(column);
    return column;
  }

  private make(name: string): KernelColumn {
    if (this.memory === undefined) throw new Error('no memory');
    const column = this.memory.column(name, this.capacity);
    column.mayHaveBytes = false;
    return column;
  }
}
