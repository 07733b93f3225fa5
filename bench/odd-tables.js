import { integer, line, Records, revisionOf, spelled } from './records.js';

const INTEGER = { type: 'INT64' };
const FLOAT = { type: 'FLOAT64' };
const TEXT = { type: 'STRING' };
const FLOATS = { type: 'LIST', elementType: FLOAT };
const LINK = {
  type: 'OBJECT',
  pythonType: 'starwhale.base.data_type.Link',
  attributes: [
    { name: '_type', type: 'STRING' },
    { name: 'uri', type: 'STRING' },
    { name: 'scheme', type: 'STRING' },
    { name: 'offset', type: 'INT64' },
    { name: 'size', type: 'INT64' },
    { name: 'data_type', type: 'UNKNOWN' },
    { name: 'extra_info', type: 'MAP', keyType: TEXT, valueType: INTEGER },
  ],
};
const IMAGE = {
  type: 'OBJECT',
  pythonType: 'starwhale.base.data_type.Image',
  attributes: [
    { name: 'as_mask', type: 'BOOL' },
    { name: 'mask_uri', type: 'STRING' },
    { name: '_type', type: 'STRING' },
    { name: 'display_name', type: 'STRING' },
    { name: '_mime_type', type: 'STRING' },
    { name: 'shape', type: 'LIST', elementType: INTEGER },
    { name: '_dtype_name', type: 'STRING' },
    { name: 'encoding', type: 'STRING' },
    { name: 'link', ...LINK },
  ],
};
const SPARSE_COLUMNS = 2000;
const SPARSE_SCHEMAS = 200;

/** The tables of unusual shapes by name, with what `writeTable` needs for each. */
export function oddTables(seed = 1) {
  const records = new Records(seed);
  const result = { type: 'INT64', keyAt: (number) => number, lineAt: (number) => records.result(number) };
  const byColumns = (rows, names, schema, value) => {
    const text = spelled({ id: INTEGER, ...Object.fromEntries(names.map((name) => [name, schema])) });
    return {
      ...result,
      rows,
      lineAt: (id) =>
        line(revisionOf(id), text, `{${[key(id), ...names.map((name) => `"${name}": ${value(id)}`)].join(', ')}}`),
    };
  };
  const float = () => `"${records.float()}"`;
  return {
    overlapping: {
      ...result,
      rows: 50_000,
      passes: 2,
      lineAt: (number, pass) => records.result(number, [revisionOf(number + pass * 50_000)]),
    },
    updated: {
      ...result,
      rows: 50_000,
      lineAt: (number) =>
        records.result(number, number % 10 === 0 ? [number, number + 50_000].map(revisionOf) : undefined),
    },
    'wide-500': byColumns(1200, columnNames(500), FLOAT, float),
    'wide-2000': byColumns(300, columnNames(2000), FLOAT, float),
    sparse: { ...result, rows: 60_000, lineAt: sparseLines(float) },
    'long-strings': byColumns(6000, ['text'], TEXT, () => `"${records.words(1700)}"`),
    'long-lists': byColumns(4000, ['scores'], FLOATS, () => `[${Array.from({ length: 1000 }, float).join(', ')}]`),
    objects: byColumns(60_000, ['image'], IMAGE, image),
    mixed: { ...result, rows: 100_000, lineAt: mixedLines(records) },
    'float-keys': keyed(
      'FLOAT64',
      (id) => id / 4,
      (id) => `"${floatHex(id / 4)}"`,
      float,
    ),
    'bytes-keys': keyed(
      'BYTES',
      (id) => integer(id),
      (id) => `"${Buffer.from(integer(id)).toString('base64')}"`,
      float,
    ),
    'bool-keys': {
      ...keyed(
        'BOOL',
        (id) => id === 1,
        (id) => `"${id}"`,
        float,
      ),
      rows: 2,
    },
    'small-blocks': { ...result, rows: 100_000, blockRows: 50 },
    'one-block': { ...result, rows: 100_000, blockRows: 100_000 },
  };
}

function columnNames(count) {
  return Array.from({ length: count }, (_, number) => `metric/m${String(number).padStart(4, '0')}`);
}

function key(id) {
  return `"id": "${integer(id)}"`;
}

/** Rows with ten of many columns each; their schemas alternate. */
function sparseLines(float) {
  const names = columnNames(SPARSE_COLUMNS);
  const width = SPARSE_COLUMNS / SPARSE_SCHEMAS;
  const groups = Array.from({ length: SPARSE_SCHEMAS }, (_, group) => names.slice(group * width, (group + 1) * width));
  const schemas = groups.map((group) =>
    spelled({ id: INTEGER, ...Object.fromEntries(group.map((name) => [name, FLOAT])) }),
  );
  return (id) => {
    const group = id % SPARSE_SCHEMAS;
    const cells = groups[group].map((name) => `"${name}": ${float()}`);
    return line(revisionOf(id), schemas[group], `{${[key(id), ...cells].join(', ')}}`);
  };
}

function mixedLines(records) {
  const kinds = [
    [INTEGER, (id) => `"${integer(id)}"`],
    [FLOAT, () => `"${records.float()}"`],
    [TEXT, () => `"${records.words(2)}"`],
    [{ type: 'BOOL' }, () => '"1"'],
  ].map(([schema, value]) => [spelled({ id: INTEGER, value: schema, other: schema }), value]);
  return (id) => {
    const [schema, value] = kinds[id % kinds.length];
    return line(revisionOf(id), schema, `{${key(id)}, "value": ${value(id)}, "other": ${value(id)}}`);
  };
}

function keyed(type, keyAt, keyText, float) {
  const schema = spelled({ id: { type }, loss: FLOAT, accuracy: FLOAT });
  return {
    type,
    rows: 100_000,
    keyAt,
    lineAt: (id) => line(revisionOf(id), schema, `{"id": ${keyText(id)}, "loss": ${float()}, "accuracy": ${float()}}`),
  };
}

function floatHex(value) {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return bits.toString('hex');
}

function image(id) {
  const link =
    `{"_type": "link", "uri": "${'0123456789abcdef'.repeat(4)}", "scheme": "", "offset": "${integer(id * 128)}", ` +
    `"size": "${integer(80)}", "data_type": null, "extra_info": [["bin_offset", "${integer(0)}"], ["bin_size", "${integer(128)}"]]}`;
  return (
    `{"as_mask": "0", "mask_uri": "", "_type": "image", "display_name": "bird-${id}.png", "_mime_type": "image/png", ` +
    `"shape": ["${integer(12)}", "${integer(12)}", "${integer(3)}"], "_dtype_name": "uint8", "encoding": "", "link": ${link}}`
  );
}
