import type { TypedObject, TypedRow } from '../datastore/typed-value.ts';
import type { ScanOptions, TableSource } from '../job/instance.ts';
import { OUTCOME_NAMES, outcomeOf } from '../job/right-wrong.ts';
import { TableNames } from '../job/table-names.ts';
import { plainText } from '../render/cell-text.ts';
import { clip } from './clip.ts';
import { CONFIDENCE_NAMES, confidenceOf } from './confidence.ts';
import { imageOf, type PictureOptions, Pictures } from './read-pictures.ts';
import type { Mistake, Prediction, Predictions } from './report-data.ts';

/** Maximum of predictions to list, which also bounds memory. */
const MAX_ROWS = 1000;
/** Maximum of pairs of labels to count. */
const MAX_PAIRS = 10_000;

/** A row that may be shown, before its picture is read. */
interface Candidate extends Omit<Prediction, 'picture'> {
  readonly image: TypedObject | null;
  /** Its index in the table. */
  readonly index: number;
}

export interface PredictionOptions extends PictureOptions {
  readonly skipDamaged: ScanOptions['skipDamaged'];
}

/** The right and wrong predictions in a table; null if its rows have no true and predicted labels. */
export async function readPredictions(table: TableSource, options: PredictionOptions): Promise<Predictions | null> {
  const { column: key } = await table.key();
  const { skipDamaged } = options;
  const names = await TableNames.resolve(table, [...OUTCOME_NAMES, ...CONFIDENCE_NAMES], { skipDamaged });
  const wrong = new Leading(MAX_ROWS);
  const right: Candidate[] = [];
  const mistakes = new Mistakes();
  const counts = { total: 0, wrong: 0, wrongPictures: 0 };
  let index = 0;
  for await (const batch of table.scan({ skipDamaged })) {
    for (const row of batch) {
      const candidate = candidateOf(row, key, index++, names);
      if (candidate === null) continue;
      counts.total++;
      if (!candidate.isWrong) {
        if (right.length < MAX_ROWS) right.push(candidate);
        continue;
      }
      counts.wrong++;
      if (candidate.image !== null) counts.wrongPictures++;
      mistakes.add(candidate);
      wrong.add(candidate);
    }
  }
  if (counts.total === 0) return null;
  const rows = [...wrong.inOrder(), ...right].slice(0, MAX_ROWS);
  return { table: table.name, ...counts, mistake: mistakes.most, rows: await withPictures(rows, options) };
}

function candidateOf(row: TypedRow, key: string, index: number, names: TableNames): Candidate | null {
  const lookup = names.lookup(row);
  const outcome = outcomeOf(lookup);
  if (outcome === null) return null;
  const id = row.get(key);
  return {
    key: id === undefined ? '' : clip(plainText(id)),
    truth: clip(plainText(outcome.truth)),
    predicted: clip(plainText(outcome.predicted)),
    isWrong: !outcome.isRight,
    confidence: confidenceOf(lookup),
    image: imageOf(row),
    index,
  };
}

/** Keeps the most confident candidates; of equally confident ones, the first. */
class Leading {
  readonly #limit: number;
  #kept: Candidate[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(candidate: Candidate): void {
    this.#kept.push(candidate);
    if (this.#kept.length >= this.#limit * 2) this.#kept = this.inOrder();
  }

  inOrder(): Candidate[] {
    return this.#kept
      .sort((a, b) => (b.confidence ?? -1) - (a.confidence ?? -1) || a.index - b.index)
      .slice(0, this.#limit);
  }
}

/** Counts which label was taken for which. */
class Mistakes {
  most: Mistake | null = null;
  readonly #counts = new Map<string, number>();

  add({ truth, predicted }: Candidate): void {
    const pair = JSON.stringify([truth, predicted]);
    const known = this.#counts.get(pair);
    if (known === undefined && this.#counts.size >= MAX_PAIRS) return;
    const count = (known ?? 0) + 1;
    this.#counts.set(pair, count);
    if (this.most === null || count > this.most.count) this.most = { truth, predicted, count };
  }
}

/** Adds pictures to the wrong predictions, as long as there is room. */
async function withPictures(rows: readonly Candidate[], options: PredictionOptions): Promise<Prediction[]> {
  const pictures = new Pictures(options);
  const shown: Prediction[] = [];
  for (const { image, index: _, ...row } of rows) {
    shown.push({ ...row, picture: row.isWrong && image !== null ? await pictures.read(image) : null });
  }
  pictures.finish();
  return shown;
}
