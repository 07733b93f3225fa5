import type { ColumnChunk } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';

import type { Batch } from '../datastore/batch.ts';
import { type Column, TAG } from '../datastore/cell.ts';
import type { TypedValue } from '../datastore/typed-value.ts';
import { damaged } from '../errors.ts';
import { show } from '../text/show.ts';
import { PlainBytes } from './parquet-bytes.ts';
import { Levels } from './parquet-levels.ts';
import type { ParquetShape } from './parquet-shape.ts';
import { snappy } from './snappy.ts';

const PAGE_BYTES = 1 << 20;
/** Compression is tried on the end of the first page; its beginning, the levels, always shrinks and says little. */
const SAMPLE_BYTES = 1 << 16;
const WORTHWHILE = 0.9;

/** What a column adds to a row group: its pages, and the metadata to find them. */
export interface EncodedChunk {
  readonly chunk: ColumnChunk;
  readonly pages: readonly Uint8Array[];
  readonly uncompressedSize: number;
}

/** The pages of one column in the current row group. */
export class ParquetColumn {
  readonly name: string;
  readonly shape: ParquetShape;
  private readonly isRequired: boolean;
  /** The definition level of a value that is present. */
  private readonly present: number;
  private readonly values = new PlainBytes();
  private readonly defined: Levels;
  private readonly repeated: Levels;
  private pages: Uint8Array[] = [];
  private pageBytes = 0;
  private uncompressedSize = 0;
  private valueCount = 0;
  private nulls = 0;
  private isCompressed: boolean | null = null;

  constructor(name: string, shape: ParquetShape, isRequired: boolean) {
    this.name = name;
    this.shape = shape;
    this.isRequired = isRequired;
    this.present = (isRequired ? 0 : 1) + (shape.isList ? 2 : 0);
    this.defined = new Levels(this.present);
    this.repeated = new Levels(shape.isList ? 1 : 0);
  }

  /** The memory in use, in bytes. */
  get size(): number {
    return this.pageBytes + this.values.length + this.defined.size + this.repeated.size;
  }

  /** Adds the selected rows of a batch. */
  add(batch: Batch): void {
    const column = batch.column(this.name);
    if (column === undefined) for (let index = 0; index < batch.length; index++) this.addNone();
    else if (this.shape.isList) this.addLists(batch, column);
    else this.addCells(batch, column);
    if (this.size - this.pageBytes >= PAGE_BYTES) this.endPage();
  }

  /** Ends the row group: returns its chunk, whose first page goes to this offset of the file. */
  take(offset: number): EncodedChunk {
    this.endPage();
    const { pages, shape } = this;
    const uncompressedSize = this.uncompressedSize;
    const path = shape.isList ? [this.name, 'list', 'element'] : [this.name];
    const chunk: ColumnChunk = {
      file_offset: BigInt(offset),
      meta_data: {
        type: shape.scalar.leaf.type,
        encodings: ['PLAIN', 'RLE'],
        path_in_schema: path,
        codec: this.isCompressed === true ? 'SNAPPY' : 'UNCOMPRESSED',
        num_values: BigInt(this.valueCount),
        total_compressed_size: BigInt(this.pageBytes),
        total_uncompressed_size: BigInt(uncompressedSize),
        data_page_offset: BigInt(offset),
        statistics: { null_count: BigInt(this.nulls) },
      },
    };
    this.pages = [];
    this.pageBytes = 0;
    this.uncompressedSize = 0;
    this.valueCount = 0;
    this.nulls = 0;
    this.isCompressed = null;
    return { chunk, pages, uncompressedSize };
  }

  private addCells(batch: Batch, column: Column): void {
    const { values, defined, present } = this;
    const { scalar } = this.shape;
    const { tags, words } = column;
    for (let index = 0; index < batch.length; index++) {
      const row = batch.at(index);
      const tag = tags[row] ?? TAG.absent;
      if (tag <= TAG.none) {
        this.addNone();
        continue;
      }
      if (tag === TAG.string && scalar.text !== undefined) scalar.text(values, batch, column, row);
      else if (!scalar.word(values, tag, words, row)) {
        const value = batch.value(column, row);
        if (value === undefined || value.type === 'UNKNOWN') {
          this.addNone();
          continue;
        }
        if (!scalar.value(values, value)) throw this.unlisted(value);
      }
      defined.add(present);
    }
  }

  private addLists(batch: Batch, column: Column): void {
    const { values, defined, repeated, present } = this;
    const { scalar } = this.shape;
    const { tags, words } = column;
    for (let index = 0; index < batch.length; index++) {
      const row = batch.at(index);
      const tag = (tags[row] ?? TAG.absent) - TAG.list;
      if (tag < 0) {
        this.addListValue(batch.value(column, row));
        continue;
      }
      const at = words.u32[row * 2] ?? 0;
      const count = words.u32[row * 2 + 1] ?? 0;
      if (count === 0) {
        this.addMissing(present - 2);
        continue;
      }
      if (tag >= TAG.float16 && scalar.leaf.type === 'DOUBLE') values.doubles(batch.children.f64, at, count);
      else {
        for (let item = at; item < at + count; item++) {
          if (!scalar.word(values, tag, batch.children, item)) throw this.unlisted(batch.value(column, row));
        }
      }
      defined.add(present, count);
      repeated.add(0);
      if (count > 1) repeated.add(1, count - 1);
    }
  }

  private addListValue(value: TypedValue | undefined): void {
    if (value === undefined || value.type === 'UNKNOWN') {
      this.addNone();
      return;
    }
    if (value.type !== 'LIST') throw this.unlisted(value);
    if (value.value.length === 0) this.addMissing(this.present - 2);
    for (const [index, item] of value.value.entries()) {
      const isNone = item.type === 'UNKNOWN';
      if (!isNone && !this.shape.scalar.value(this.values, item)) throw this.unlisted(value);
      if (isNone) this.nulls++;
      this.defined.add(isNone ? this.present - 1 : this.present);
      this.repeated.add(index === 0 ? 0 : 1);
    }
  }

  private addNone(): void {
    if (this.isRequired) {
      throw damaged(`a row has no value in the key column ${show(this.name)}`, {
        hint: 'Choose another format with --output.',
      });
    }
    this.addMissing(0);
  }

  private addMissing(level: number): void {
    this.nulls++;
    this.defined.add(level);
    this.repeated.add(0);
  }

  private unlisted(value: TypedValue | undefined): Error {
    return damaged(
      `a value of the column ${show(this.name)} is of type ${value?.type}, which the table does not list`,
      {
        hint: 'Omit the column with --columns, or choose another format with --output.',
      },
    );
  }

  private endPage(): void {
    const { values, defined, repeated } = this;
    if (defined.count === 0) return;
    const body = new ByteWriter(values.length + defined.size + repeated.size + 64);
    repeated.write(body);
    defined.write(body);
    body.appendBytes(values.bytes.subarray(0, values.length));
    values.clear();
    const raw = body.getBytes();
    const sample = raw.subarray(-SAMPLE_BYTES);
    this.isCompressed ??= snappy(sample).length < sample.length * WORTHWHILE;
    const stored = this.isCompressed ? snappy(raw) : raw;
    const header = new ByteWriter(64);
    writePageHeader(header, {
      type: 'DATA_PAGE',
      uncompressed_page_size: raw.length,
      compressed_page_size: stored.length,
      data_page_header: {
        num_values: defined.count,
        encoding: 'PLAIN',
        definition_level_encoding: 'RLE',
        repetition_level_encoding: 'RLE',
      },
    });
    const head = header.getBytes();
    this.pages.push(head, stored);
    this.pageBytes += head.length + stored.length;
    this.uncompressedSize += head.length + raw.length;
    this.valueCount += defined.count;
    defined.clear();
    repeated.clear();
  }
}
