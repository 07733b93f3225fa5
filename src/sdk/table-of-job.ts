import { SwjobError } from '../errors.ts';
import type { ScanOptions, TableSource } from '../job/instance.ts';
import { libraryWords } from './library-words.ts';

/** A failure with the URI of the job that it is about, for calls that several jobs are given to. */
export function failureOf(uri: string, error: unknown): unknown {
  return error instanceof SwjobError ? Object.assign(error, { uri }) : error;
}

/** A job's table whose errors have the URI of the job, also those of damage that is skipped. */
export function tableOfJob(uri: string, table: TableSource): TableSource {
  const fail = (error: unknown): never => {
    throw failureOf(uri, error);
  };
  async function* failing<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* items;
    } catch (error) {
      fail(error);
    }
  }
  const { name, keyOrder, tellsTypes = false } = table;
  return {
    name,
    ...(keyOrder && { keyOrder }),
    tellsTypes,
    key: () => table.key().catch(fail),
    scan: (options) => failing(table.scan(skipping(uri, options))),
    read: (options) => failing(table.read(skipping(uri, options))),
    columns: (options) => table.columns(options).catch(fail),
    types: (options) => table.types(options).catch(fail),
    present: (columns) => table.present(columns).catch(fail),
    stats: (options) => table.stats(options).catch(fail),
  };
}

/** The options of a scan whose `skipDamaged` receives errors in the words of the library. */
function skipping(uri: string, options: ScanOptions): ScanOptions {
  const { skipDamaged } = options;
  if (skipDamaged === undefined) return options;
  return {
    ...options,
    skipDamaged({ code, message, hint, cause }) {
      const words = hint === undefined ? undefined : libraryWords(hint);
      skipDamaged(new SwjobError(code, libraryWords(message), { hint: words, cause, uri }));
    },
  };
}
