import type { Batch } from '../datastore/batch.ts';
import type { OutputSink } from '../render/file-sink.ts';
import { ParquetRows, type ParquetTable } from '../render/parquet.ts';
import type { ParquetAsRead } from './row-source.ts';

interface ParquetSource {
  read(): AsyncIterable<Batch>;
  parquet(): Promise<ParquetTable>;
  readonly parquetAsRead: (() => Promise<ParquetAsRead | null>) | undefined;
}

/**
 * Writes rows as a Parquet file, whose types have to be known before the first row. If the file can be started again,
 * the types are taken from the first rows, and nearly always fit the rest.
 */
export async function writeParquet(sink: OutputSink, source: ParquetSource): Promise<void> {
  const asRead = sink.restart === undefined ? null : ((await source.parquetAsRead?.()) ?? null);
  if (asRead !== null) {
    if (await writeAsRead(sink, asRead)) return;
    sink.restart?.();
  }
  const file = new ParquetRows(sink, await source.parquet());
  for await (const batch of source.read()) await file.add(batch);
  await file.end();
}

/** Returns false if later rows have types that the file cannot hold. */
async function writeAsRead(sink: OutputSink, { batches, table }: ParquetAsRead): Promise<boolean> {
  let file: ParquetRows | undefined;
  for await (const batch of batches) {
    file ??= new ParquetRows(sink, table());
    if (!file.fits(table())) return false;
    await file.add(batch);
  }
  file ??= new ParquetRows(sink, table());
  if (!file.fits(table())) return false;
  await file.end();
  return true;
}
