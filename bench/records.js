import { randomNumbers } from './random.js';

const WORDS = [
  'amber',
  'cobalt',
  'delta',
  'glass',
  'lamp',
  'maple',
  'orbit',
  'quiet',
  'river',
  'ship',
  'stone',
  'tower',
];
/** The number of different floats: enough for them to compress as badly as measured ones. */
const FLOATS = 1 << 16;

const INTEGER = { type: 'INT64' };
const FLOAT = { type: 'FLOAT64' };
const TEXT = { type: 'STRING' };
const RESULT_SCHEMA = spelled({
  id: INTEGER,
  'input/label': TEXT,
  'output/label': TEXT,
  'output/scores': { type: 'LIST', elementType: FLOAT },
  text: TEXT,
  ok: { type: 'BOOL' },
  duration_seconds: FLOAT,
  count: INTEGER,
  loss: FLOAT,
  _index: TEXT,
});
const PICKLED_SCHEMA = spelled({ id: INTEGER, output: { type: 'BYTES' } });
/** Makes lines of blocks in the Python client's own spelling; the same seed gives the same lines. */
export class Records {
  #random;
  #floats;
  #metrics;
  #summarySchema;

  constructor(seed, metrics = 20) {
    this.#metrics = Array.from({ length: metrics }, (_, number) => `metric/m${String(number).padStart(2, '0')}`);
    const floats = Object.fromEntries(this.#metrics.map((name) => [name, FLOAT]));
    this.#summarySchema = spelled({ id: TEXT, kind: TEXT, ...floats });
    this.#random = randomNumbers(seed);
    const bits = Buffer.alloc(8);
    this.#floats = Array.from({ length: FLOATS }, () => {
      // Two numbers, so that all 53 bits are used, as in computed values.
      bits.writeDoubleBE((this.#random() + this.#random() / 2 ** 32) * 2 - 0.5);
      return bits.toString('hex');
    });
  }

  /** A row of an evaluation's results: labels, ten scores, text and numbers; the same at each of these revisions. */
  result(id, revisions = [revisionOf(id)]) {
    const label = this.#below(10);
    const data =
      `{"id": "${integer(id)}", "input/label": "label-${label}", "output/label": "label-${this.#below(10)}", ` +
      `"output/scores": [${this.#list(10, () => `"${this.float()}"`)}], "text": "${this.words(8)}", ` +
      `"ok": "${this.#below(2)}", "duration_seconds": "${this.float()}", "count": "${integer(this.#below(2 ** 40))}", ` +
      `"loss": "${this.float()}", "_index": "self/data_#@#_${id}"}`;
    return line(revisions, RESULT_SCHEMA, data);
  }

  /** A row whose output is a pickled dict with two members. */
  pickled(id) {
    const output = pickledDict(`label-${this.#below(10)}`, this.float()).toString('base64');
    return line(revisionOf(id), PICKLED_SCHEMA, `{"id": "${integer(id)}", "output": "${output}"}`);
  }

  /** A job's row of the summary table, with its metrics. */
  summary(version, number) {
    const metrics = this.#metrics.map((name) => `"${name}": "${this.float()}"`).join(', ');
    return line(
      revisionOf(number),
      this.#summarySchema,
      `{"id": "${version}", "kind": "multi_classification", ${metrics}}`,
    );
  }

  /** A job's version: 40 letters and digits. */
  version() {
    const letters = 'abcdefghijklmnopqrstuvwxyz234567';
    return Array.from({ length: 40 }, () => letters[this.#below(32)]).join('');
  }

  #below(count) {
    return Math.floor(this.#random() * count);
  }

  float() {
    return this.#floats[this.#below(FLOATS)];
  }

  words(count) {
    let text = WORDS[this.#below(WORDS.length)];
    for (let number = 1; number < count; number++) text += ` ${WORDS[this.#below(WORDS.length)]}`;
    return text;
  }

  #list(count, item) {
    let text = item();
    for (let number = 1; number < count; number++) text += `, ${item()}`;
    return text;
  }
}

/** The revision of a table's n-th write, like nanoseconds of a monotonic clock. */
export function revisionOf(number) {
  return String(698_607_377_945 + number * 40_129);
}

/** The result of `dill.dumps({"label": …, "score": …}, protocol=4)`; the score is the hex of its double. */
function pickledDict(label, score) {
  const body = Buffer.concat([
    Buffer.from('}\x94(\x8c\x05label\x94\x8c', 'latin1'),
    Buffer.from([label.length]),
    Buffer.from(label),
    Buffer.from('\x94\x8c\x05score\x94G', 'latin1'),
    Buffer.from(score, 'hex'),
    Buffer.from('u.'),
  ]);
  const length = Buffer.alloc(8);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('\x80\x04\x95', 'latin1'), length, body]);
}

/** Like Python's `json.dumps`: with a space after each comma and colon. */
export function spelled(value) {
  if (Array.isArray(value)) return `[${value.map(spelled).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${spelled(item)}`);
  return `{${entries.join(', ')}}`;
}

/** The line of a row, the same at each of its revisions. */
export function line(revisions, schema, data) {
  const records = [revisions].flat().map((revision) => `"${revision}": {"schema": ${schema}, "data": ${data}}`);
  return `{"key": "id", "records": {${records.join(', ')}}}\n`;
}

export function integer(value) {
  return value.toString(16).padStart(16, '0');
}
