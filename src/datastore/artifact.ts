import { constants } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { isSwjobError, SwjobError } from '../errors.ts';
import type { ArtifactLink } from '../job/instance.ts';
import { quoteForMessage, ValueError } from './scalars.ts';
import { isTruthy } from './truth.ts';
import type { TypedObject, TypedValue } from './typed-value.ts';

/**
 * Where an artifact's content is stored: the `link` attribute of an Image, Audio, Video, Text, Binary, … or the Link itself.
 * Null if the object has no stored content.
 */
export function linkOf(object: TypedObject): ArtifactLink | null {
  const link = object.value.get('link');
  if (link?.type === 'OBJECT') return linkOf(link);
  const uri = object.value.get('uri');
  if (uri?.type !== 'STRING' || uri.value === '' || !isLinkClass(object.pythonType)) return null;
  const size = placeOf(object.value.get('size'));
  return { uri: uri.value, offset: placeOf(object.value.get('offset')) ?? 0, ...(size !== undefined && { size }) };
}

function isLinkClass(pythonType: string): boolean {
  return pythonType === 'LINK' || pythonType === 'starwhale.base.data_type.Link';
}

/** An offset or size: undefined if not given, NaN (which is refused later) if it is not an integer. */
function placeOf(value: TypedValue | undefined): number | undefined {
  if (value === undefined || value.type === 'UNKNOWN') return undefined;
  return value.type.startsWith('INT') ? Number(value.value) : Number.NaN;
}

/**
 * The client stores long str and bytes as marked Text and Binary artifacts, which become str and bytes again when read.
 * Returns the type that the object becomes; null if it is a real artifact.
 */
export function autoConversionOf(object: TypedObject): 'STRING' | 'BYTES' | null {
  if (isTrue(object, 'auto_convert_to_str') && object.pythonType.endsWith('.Text')) return 'STRING';
  if (isTrue(object, 'auto_convert_to_bytes') && object.pythonType.endsWith('.Binary')) return 'BYTES';
  return null;
}

function isTrue(object: TypedObject, attribute: string): boolean {
  return isTruthy(object.value.get(attribute));
}

/** Whether a value contains an artifact that reads back as str or bytes, in any place where the client looks for one. */
export function needsConversion(value: TypedValue): boolean {
  switch (value.type) {
    case 'OBJECT':
      return autoConversionOf(value) !== null;
    case 'LIST':
    case 'TUPLE':
      return value.value.some(needsConversion);
    case 'MAP':
      return value.value.some((entry) => needsConversion(entry.value));
    default:
      return false;
  }
}

/** The bytes behind a link; null if they must not be read, which keeps the artifact as it is. */
export type ContentOf = (link: ArtifactLink) => Uint8Array | null;

/** Replaces the marked Text and Binary artifacts in a value by STRING and BYTES. */
export function convertArtifacts(value: TypedValue, read: ContentOf): TypedValue {
  if (!needsConversion(value)) return value;
  switch (value.type) {
    case 'LIST':
    case 'TUPLE':
      return { type: value.type, value: value.value.map((item) => convertArtifacts(item, read)) };
    case 'MAP':
      return {
        type: 'MAP',
        value: value.value.map((entry) => ({ key: entry.key, value: convertArtifacts(entry.value, read) })),
      };
    case 'OBJECT':
      return convertArtifact(value, read);
    default:
      return value;
  }
}

function convertArtifact(object: TypedObject, read: ContentOf): TypedValue {
  const link = linkOf(object);
  // Only long values are stored this way, so none is empty.
  if (link === null) throw new ValueError(`the link of a long value (${object.pythonType}) is missing or broken`);
  const bytes = read(link);
  if (bytes === null) return object;
  if (autoConversionOf(object) === 'BYTES') return { type: 'BYTES', value: bytes };
  return { type: 'STRING', value: exactText(bytes, object.value.get('encoding')) };
}

/** Decodes as Python does: bytes that the encoding does not allow are an error. */
function exactText(bytes: Uint8Array, encoding: TypedValue | undefined): string {
  try {
    return decodeText(bytes, encoding, true);
  } catch (error) {
    if (isSwjobError(error)) throw error;
    const name = encoding?.type === 'STRING' && encoding.value !== '' ? encoding.value : 'utf-8';
    throw new ValueError(`a long string whose content is not ${quoteForMessage(name)}`, { cause: error });
  }
}

function tooLong(bytes: number, cause: unknown): SwjobError {
  return new SwjobError('operation-failed', `a string of ${bytes} bytes is longer than JavaScript allows`, {
    hint: 'Leave its column out (--columns), or save the artifact to a file.',
    cause,
  });
}

/** Python's names for encodings that the Encoding Standard names differently. */
const PYTHON_NAMES: Readonly<Record<string, string>> = {
  u8: 'utf-8',
  utf8sig: 'utf-8',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  shiftjis: 'shift_jis',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  big5hkscs: 'big5',
};

/** Python's ISO 8859-1, which maps each byte to the code point with its number; the Encoding Standard lacks it. */
const LATIN_1: ReadonlySet<string> = new Set(['latin1', 'iso88591', 'l1', 'latin', '8859', 'cp819']);

/**
 * Decodes the content of a Text artifact. `encoding` is Python's name for it; utf-8 if it is missing or unknown. A byte order
 * mark is kept, as in Python, except in `utf-8-sig` and `utf-16`. With `exact`, an unknown name and invalid bytes are errors.
 */
export function decodeText(bytes: Uint8Array, encoding: TypedValue | undefined, exact = false): string {
  const name = encoding?.type === 'STRING' && encoding.value !== '' ? encoding.value : 'utf-8';
  try {
    return decodeAs(name, bytes, exact);
  } catch (error) {
    if (bytes.length > constants.MAX_STRING_LENGTH) throw tooLong(bytes.length, error);
    throw error;
  }
}

/** Whether `decodeText` knows an encoding by this name. */
export function isEncoding(name: string): boolean {
  try {
    decodeAs(name, new Uint8Array(), true);
    return true;
  } catch {
    return false;
  }
}

function decodeAs(name: string, bytes: Uint8Array, exact: boolean): string {
  const plain = name.toLowerCase().replace(/[-_ ]/g, '');
  if (LATIN_1.has(plain)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const takesMark = plain === 'utf8sig' || plain === 'utf16';
  const label = Object.hasOwn(PYTHON_NAMES, plain) ? (PYTHON_NAMES[plain] ?? name) : name;
  return decoderOf(label, { ignoreBOM: !takesMark, fatal: exact }).decode(bytes);
}

function decoderOf(label: string, options: { readonly ignoreBOM: boolean; readonly fatal: boolean }): TextDecoder {
  for (const candidate of [label, label.replaceAll('_', '-')]) {
    try {
      return new TextDecoder(candidate, options);
    } catch (error) {
      // Not a name that the Encoding Standard knows.
      if (options.fatal && !candidate.includes('_')) throw error;
    }
  }
  return new TextDecoder('utf-8', options);
}
