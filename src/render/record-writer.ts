import type { TypedRow, TypedValue } from '../datastore/typed-value.ts';
import type { Sink } from './byte-sink.ts';
import { displayText, isAbbreviated } from './cell-text.ts';
import { areScalars, dictText } from './dict-text.ts';
import { panelLines } from './panel.ts';
import type { RowWriter, RowWriterOptions } from './row-writer.ts';
import { typedJsonText } from './typed-json.ts';

/** One column per line, with an empty line between records: for records that are wider than any screen. */
export class RecordWriter implements RowWriter {
  readonly needsColumns = false;
  readonly #sink: Sink;
  readonly #options: RowWriterOptions;
  #isFirst = true;
  #cut = false;

  constructor(sink: Sink, options: RowWriterOptions = {}) {
    this.#sink = sink;
    this.#options = options;
  }

  begin(): void {}

  async rows(batch: readonly TypedRow[]): Promise<void> {
    const { palette, width = Number.POSITIVE_INFINITY } = this.#options.style ?? {};
    for (const row of batch) {
      const entries = Array.from(row, ([name, value]) => ({ name, text: this.#text(value) }));
      const lines = await panelLines(entries, palette, width);
      const text = lines.map((line) => `${line}\n`).join('');
      await this.#sink.write(this.#isFirst ? text : `\n${text}`);
      this.#isFirst = false;
    }
    await this.#sink.flush();
  }

  async end(): Promise<void> {
    this.#options.onCuts?.({ cut: this.#cut, hiddenColumns: [] });
    await this.#sink.flush();
  }

  #text(value: TypedValue): string {
    if (this.#options.typed === true) return typedJsonText(value);
    if (value.type === 'STRING') return value.value;
    const full = this.#options.style?.truncate === false;
    // There is room for dicts with lists, too.
    const text = (areScalars(value) ? dictText(value, { full }) : null) ?? displayText(value, { full });
    if (isAbbreviated(value, text)) this.#cut = true;
    return text;
  }
}
