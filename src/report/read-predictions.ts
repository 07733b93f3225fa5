import { linkOf } from '../datastore/artifact.ts';
import type { TypedObject, TypedRow, TypedValue } from '../datastore/typed-value.ts';
import { isSwjobError } from '../errors.ts';
import type { ArtifactReader, ScanOptions, TableSource } from '../job/instance.ts';
import { OUTCOME_NAMES, outcomeOf } from '../job/right-wrong.ts';
import { TableNames } from '../job/table-names.ts';
import { plainText } from '../render/cell-text.ts';
import { clip } from './clip.ts';
import { CONFIDENCE_NAMES, confidenceOf } from './confidence.ts';
import { pictureOf } from './picture.ts';
import type { Picture, Prediction, Predictions } from './report-data.ts';

/** So many predictions are listed, the wrong ones first; memory is bounded by it. */
const MAX_ROWS = 1000;
/** Larger files are no pictures for a page. */
const MAX_PICTURE_BYTES = 2 * 2 ** 20;
const MAX_PICTURES = 200;

/** A row that may be shown, before its picture is read. */
interface Candidate extends Omit<Prediction, 'picture'> {
  readonly image: TypedObject | null;
  /** Its place in the table. */
  readonly index: number;
}

export interface PredictionOptions {
  readonly artifacts: ArtifactReader;
  /** So many bytes may the pictures take in the page. */
  readonly pictureBytes: number;
  readonly skipDamaged: ScanOptions['skipDamaged'];
  /** Is told of pictures that cannot be read. */
  readonly problem: (text: string) => void;
}

/** What a table of results says was right and wrong; null where its rows have no true and predicted labels. */
export async function readPredictions(table: TableSource, options: PredictionOptions): Promise<Predictions | null> {
  const { column: key } = await table.key();
  const { skipDamaged } = options;
  const names = await TableNames.resolve(table, [...OUTCOME_NAMES, ...CONFIDENCE_NAMES], { skipDamaged });
  const wrong = new Leading(MAX_ROWS);
  const right: Candidate[] = [];
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
      wrong.add(candidate);
    }
  }
  if (counts.total === 0) return null;
  const rows = [...wrong.inOrder(), ...right].slice(0, MAX_ROWS);
  return { table: table.name, ...counts, rows: await withPictures(rows, options) };
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

/** The first picture of a row, in the order of its columns. */
function imageOf(row: TypedRow): TypedObject | null {
  for (const value of row.values()) {
    const image = imageIn(value);
    if (image !== null) return image;
  }
  return null;
}

function imageIn(value: TypedValue): TypedObject | null {
  if (value.type === 'MAP') {
    for (const entry of value.value) {
      const image = imageIn(entry.value);
      if (image !== null) return image;
    }
  }
  return value.type === 'OBJECT' && /Image$/.test(value.pythonType) && linkOf(value) !== null ? value : null;
}

/** The most confident candidates, then by their place; memory is bounded. */
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

/** The rows with the pictures of the wrong ones, as long as there is room. */
async function withPictures(rows: readonly Candidate[], options: PredictionOptions): Promise<Prediction[]> {
  const pictures = new Pictures(options);
  const shown: Prediction[] = [];
  for (const { image, index: _, ...row } of rows) {
    shown.push({ ...row, picture: row.isWrong && image !== null ? await pictures.read(image) : null });
  }
  pictures.report();
  return shown;
}

/** Reads pictures until their room is used up. */
class Pictures {
  readonly #options: PredictionOptions;
  #bytes = 0;
  #count = 0;
  #failures = 0;
  #firstReason = '';

  constructor(options: PredictionOptions) {
    this.#options = options;
  }

  async read(image: TypedObject): Promise<Picture | null> {
    const { pictureBytes, artifacts } = this.#options;
    const link = linkOf(image);
    if (this.#count >= MAX_PICTURES || this.#bytes >= pictureBytes) return null;
    if (link === null || (link.size ?? 0) > MAX_PICTURE_BYTES) return null;
    try {
      const picture = pictureOf(await artifacts.read(link));
      const size = picture?.source.length ?? 0;
      if (picture === null || this.#bytes + size > pictureBytes) return null;
      this.#bytes += size;
      this.#count++;
      return picture;
    } catch (error) {
      if (!isSwjobError(error)) throw error;
      if (this.#failures++ === 0) this.#firstReason = error.message;
      return null;
    }
  }

  /** One line for all pictures that cannot be read: they fail for the same reason. */
  report(): void {
    if (this.#failures === 0) return;
    const what = this.#failures === 1 ? 'a picture' : `${this.#failures} pictures`;
    this.#options.problem(`${what} cannot be read: ${this.#firstReason}`);
  }
}
