import type { KeyValue } from '../../../src/job/instance.ts';

const INTEGER_BITS: Readonly<Record<string, number>> = { INT8: 8, INT16: 16, INT32: 32, INT64: 64 };

/** The key from a bound's text and type name; null if the text does not fit. */
export function decodeKey(type: string, text: string): KeyValue | null {
  switch (type) {
    case 'STRING':
      return text;
    case 'BOOL':
      return text === '1' ? true : text === '0' ? false : null;
    case 'BYTES':
      return Buffer.from(text, 'base64');
    case 'FLOAT32':
    case 'FLOAT64': {
      const bytes = bytesOf(text, type === 'FLOAT32' ? 4 : 8);
      if (bytes === null) return null;
      return bytes.length === 4 ? bytes.readFloatBE() : bytes.readDoubleBE();
    }
    default: {
      const bits = INTEGER_BITS[type];
      const bytes = bits === undefined ? null : bytesOf(text, 8);
      if (bits === undefined || bytes === null) return null;
      const value = BigInt.asIntN(bits, bytes.readBigUInt64BE());
      return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
  }
}

/** Hex of any width up to the given one, right-aligned. */
function bytesOf(text: string, width: number): Buffer | null {
  if (!/^[0-9a-f]+$/i.test(text) || text.length > width * 2) return null;
  return Buffer.from(text.padStart(width * 2, '0'), 'hex');
}
