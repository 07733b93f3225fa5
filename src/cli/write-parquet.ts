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
 * Writes rows as a Parquet file. Their types have to be known before the first row: in a file that can be begun again they
 * are those of the first rows, which nearly always are of the types of all others.
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

/** False where later rows have other types than the file can hold. */
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
