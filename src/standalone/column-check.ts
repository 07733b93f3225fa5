import { notFound, type SwjobError } from '../errors.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import type { StoredRecord } from './block-line.ts';

/** Looks for requested columns in the schemas of the records that are read. */
export class ColumnCheck {
  private readonly missing: Set<string>;
  private readonly known = new Set<string>();

  constructor(columns: readonly string[], keyColumn: string) {
    this.missing = new Set(columns);
    this.missing.delete(keyColumn);
    this.known.add(keyColumn);
  }

  get allFound(): boolean {
    return this.missing.size === 0;
  }

  see(records: readonly Pick<StoredRecord, 'schema'>[]): void {
    if (this.missing.size === 0) return;
    for (const { schema } of records) {
      for (const name of schema.keys()) {
        this.known.add(name);
        this.missing.delete(name);
      }
    }
  }

  /** Which of these columns some record had. */
  found(columns: readonly string[]): ReadonlySet<string> {
    return new Set(columns.filter((name) => !this.missing.has(name)));
  }

  /** The error for a column that no record of the table has. */
  error(table: string): SwjobError {
    const [name = ''] = this.missing;
    const columns = [...this.known].filter((column) => column !== '-');
    return notFound(
      `the table ${show(table)} has no column ${show(name)}`,
      meantAndKnown(name, 'Its columns', columns),
    );
  }
}
