import * as fc from 'fast-check';
import { NONE, type TypedRow, type TypedValue } from '../../src/datastore/typed-value.ts';
import type { WritableLike } from '../../src/render/byte-sink.ts';
import { ByteSink } from '../../src/render/byte-sink.ts';

export const string = (value: string): TypedValue => ({ type: 'STRING', value });
export const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
export const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
export const bytes = (...value: number[]): TypedValue => ({ type: 'BYTES', value: Uint8Array.from(value) });
export const list = (...value: TypedValue[]): TypedValue => ({ type: 'LIST', value });
export const map = (...pairs: [TypedValue, TypedValue][]): TypedValue => ({
  type: 'MAP',
  value: pairs.map(([key, value]) => ({ key, value })),
});
export const object = (pythonType: string, attributes: Record<string, TypedValue>): TypedValue => ({
  type: 'OBJECT',
  pythonType,
  value: new Map(Object.entries(attributes)),
});
export const row = (columns: Record<string, TypedValue>): TypedRow => new Map(Object.entries(columns));

export const image = object('starwhale.base.data_type.Image', {
  as_mask: { type: 'BOOL', value: false },
  _type: string('image'),
  display_name: string('one.png'),
  _mime_type: string('image/png'),
  shape: list(int(2), int(2), int(3)),
  link: object('starwhale.base.data_type.Link', { _type: string('link'), uri: string('9115'), size: int(8) }),
});

/** A list nested this many levels deep. */
export function nested(levels: number): TypedValue {
  let value: TypedValue = NONE;
  for (let level = 0; level < levels; level++) value = { type: 'LIST', value: [value] };
  return value;
}

/** Strings of any UTF-16 units: control characters, lone surrogates, emoji, wide and combining characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom('a', '\u001b[2J', '\n', '漢', '👨‍👩‍👧', '\u202e', 'e\u0301', '🇩🇪', '"', '\\', '\ud800'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);

const scalar: fc.Arbitrary<TypedValue> = fc.oneof(
  anyText.map(string),
  fc.maxSafeInteger().map(int),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }).map(int),
  fc.double().map(float),
  fc.boolean().map((value): TypedValue => ({ type: 'BOOL', value })),
  fc.uint8Array({ maxLength: 20 }).map((value): TypedValue => ({ type: 'BYTES', value })),
  fc.constant(NONE),
);

/** Values of every type, nested a few levels. */
export const anyValue: fc.Arbitrary<TypedValue> = fc.letrec<{ value: TypedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }).map((value): TypedValue => ({ type: 'LIST', value })),
    fc.array(tie('value'), { maxLength: 4 }).map((value): TypedValue => ({ type: 'TUPLE', value })),
    fc
      .array(fc.record({ key: tie('value'), value: tie('value') }, { noNullPrototype: true }), { maxLength: 3 })
      .map((value): TypedValue => ({ type: 'MAP', value })),
    fc
      .uniqueArray(fc.tuple(anyText, tie('value')), { maxLength: 3, selector: ([name]) => name })
      .map((pairs): TypedValue => ({ type: 'OBJECT', pythonType: 'a.B', value: new Map(pairs) })),
  ),
})).value;

/** A stream that keeps what is written. */
export class Collected implements WritableLike {
  readonly chunks: string[] = [];

  write(chunk: string | Uint8Array, callback: (error?: Error | null) => void): boolean {
    this.chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    queueMicrotask(() => callback());
    return true;
  }

  on(): this {
    return this;
  }

  get text(): string {
    return this.chunks.join('');
  }
}

/** A sink, and the text written to it. */
export function collectingSink(): { sink: ByteSink; stream: Collected } {
  const stream = new Collected();
  return { sink: new ByteSink(stream), stream };
}
