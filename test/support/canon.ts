import { createHash } from 'node:crypto';
import type { TypedObject, TypedRow, TypedValue } from '../../src/datastore/typed-value.ts';
import type { ArtifactReader } from '../../src/job/instance.ts';
import type { DigestAnswer, RowAnswer } from './answers.ts';

/**
 * Our values in exactly the text that the Python side writes (`canon` in test/differential/ask_client.py), so that answers
 * can be compared as text, and long ones by hash.
 */
type Canon = null | boolean | number | string | readonly Canon[] | { readonly [name: string]: Canon };

/** `json.dumps` of one value: `{"t": type, "v": value}`, artifacts with the length and hash of their bytes. */
export async function canonOf(value: TypedValue, artifacts: ArtifactReader): Promise<string> {
  return pythonJson(canonValue(value, await readContents([value], artifacts)));
}

/** One line per row: its `[column, value]` pairs sorted by column name, as in `sha256_sorted`. */
export async function canonRows(rows: readonly TypedRow[], artifacts: ArtifactReader): Promise<string[]> {
  const contents = await readContents(
    rows.flatMap((row) => Array.from(row.values())),
    artifacts,
  );
  return rows.map((row) => {
    const pairs = Array.from(row, ([column, value]): readonly [string, Canon] => [column, canonValue(value, contents)]);
    return pythonJson(pairs.sort(byColumn));
  });
}

/** The client's rows in the form of `canonRows`. */
export function expectedRows(rows: readonly RowAnswer[]): string[] {
  return rows.map((row) => pythonJson(withoutErrorTexts(Array.from(row).sort(byColumn) as Canon)));
}

/** The client's digest of the same rows in the form of `canonRows`: equal lines have an equal digest. */
export function digestOf(lines: readonly string[]): Omit<DigestAnswer, 'first' | 'last'> {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return { count: lines.length, sha256_sorted: hash.digest('hex') };
}

/** Python's `repr` of a float: the shortest digits, with an exponent from 1e16 up and below 1e-4. */
export function pythonFloatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${digits.slice(0, 1)}${fraction}e${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`;
}

/** `json.dumps(data, separators=(",", ":"), ensure_ascii=True)`. */
function pythonJson(data: Canon): string {
  return JSON.stringify(data).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function canonValue(value: TypedValue, contents: ReadonlyMap<TypedObject, Canon>): Canon {
  switch (value.type) {
    case 'UNKNOWN':
      return { t: 'none' };
    case 'BOOL':
      return { t: 'bool', v: value.value };
    case 'STRING':
      return canonString(value.value);
    case 'BYTES':
      return { t: 'bytes', v: Buffer.from(value.value).toString('base64') };
    case 'FLOAT16':
    case 'FLOAT32':
    case 'FLOAT64':
      return { t: 'float', v: pythonFloatRepr(value.value), bits: floatBits(value.value) };
    case 'LIST':
    case 'TUPLE':
      return { t: value.type.toLowerCase(), v: value.value.map((element) => canonValue(element, contents)) };
    case 'MAP':
      return {
        t: 'dict',
        v: value.value.map((entry) => [canonValue(entry.key, contents), canonValue(entry.value, contents)]),
      };
    case 'OBJECT': {
      const content = contents.get(value);
      return {
        t: 'object',
        class: pythonClass(value),
        attrs: Array.from(value.value, ([name, attribute]) => [name, canonValue(attribute, contents)]),
        ...(content === undefined ? {} : { content }),
      };
    }
    default:
      return { t: 'int', v: String(value.value) };
  }
}

function canonString(text: string): Canon {
  if (!/\p{Surrogate}/u.test(text)) return { t: 'str', v: text };
  return { t: 'str', utf16: Buffer.from(text, 'utf16le').swap16().toString('base64') };
}

/** `LINK` in a schema is the datastore's own class; all others are written with module and name. */
function pythonClass(object: TypedObject): string {
  return object.pythonType === 'LINK' ? 'starwhale.api._impl.data_store.Link' : object.pythonType;
}

function floatBits(value: number): string {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(Number.isNaN(value) ? Number.NaN : value);
  return bits.toString('hex');
}

const ARTIFACT_CLASSES: ReadonlySet<string> = new Set(
  ['Image', 'GrayscaleImage', 'Audio', 'Video', 'Binary', 'NumpyBinary', 'Text'].map(classOfData),
);
/** Without a link, these two have empty bytes; the other artifacts have none. */
const EMPTY_WITHOUT_LINK: ReadonlySet<string> = new Set(['Binary', 'Text'].map(classOfData));
/** The texts of exceptions differ between the two sides, but both must fail to read the bytes. */
const UNREADABLE: Canon = { error: 'unreadable' };

function classOfData(name: string): string {
  return `starwhale.base.data_type.${name}`;
}

/** The `content` of every artifact in the values, however deep. */
async function readContents(
  values: readonly TypedValue[],
  artifacts: ArtifactReader,
): Promise<Map<TypedObject, Canon>> {
  const contents = new Map<TypedObject, Canon>();
  for (const object of values.flatMap(objectsIn)) {
    if (ARTIFACT_CLASSES.has(object.pythonType)) contents.set(object, await contentOf(object, artifacts));
  }
  return contents;
}

function objectsIn(value: TypedValue): TypedObject[] {
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return value.value.flatMap(objectsIn);
    case 'MAP':
      return value.value.flatMap((entry) => [...objectsIn(entry.key), ...objectsIn(entry.value)]);
    case 'OBJECT':
      return [value, ...Array.from(value.value.values()).flatMap(objectsIn)];
    default:
      return [];
  }
}

async function contentOf(object: TypedObject, artifacts: ArtifactReader): Promise<Canon> {
  const link = object.value.get('link');
  if (link?.type !== 'OBJECT')
    return EMPTY_WITHOUT_LINK.has(object.pythonType) ? canonBytes(Buffer.alloc(0)) : UNREADABLE;
  const uri = link.value.get('uri')?.value;
  if (typeof uri !== 'string') return UNREADABLE;
  const offset = Number(link.value.get('offset')?.value ?? 0);
  const size = Number(link.value.get('size')?.value ?? -1);
  const bytes = await artifacts.read({ uri, offset, size }).catch(() => undefined);
  return bytes === undefined ? UNREADABLE : canonBytes(bytes);
}

function canonBytes(bytes: Uint8Array): Canon {
  return { len: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function withoutErrorTexts(canon: Canon): Canon {
  if (canon === null || typeof canon !== 'object') return canon;
  if (isList(canon)) return canon.map(withoutErrorTexts);
  return Object.fromEntries(
    Object.entries(canon).map(([name, value]) => [
      name,
      name === 'content' && value !== null && typeof value === 'object' && 'error' in value
        ? UNREADABLE
        : withoutErrorTexts(value),
    ]),
  );
}

function isList(canon: Canon): canon is readonly Canon[] {
  return Array.isArray(canon);
}

/** By code point, as Python sorts text. */
function byColumn(left: readonly [string, ...unknown[]], right: readonly [string, ...unknown[]]): number {
  return Buffer.compare(Buffer.from(left[0]), Buffer.from(right[0]));
}
