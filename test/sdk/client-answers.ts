import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { Artifact, type Row, StarwhaleObject, Tuple, type Value } from '../../src/index.ts';
import type { RowAnswer, ValueAnswer } from '../support/answers.ts';

/** Checks that a row of the library equals the client's: the same columns, values and kinds of values. */
export async function expectSameRow(row: Row, answer: RowAnswer): Promise<void> {
  expect(Object.keys(row).sort()).toEqual(answer.map(([column]) => column).sort());
  for (const [column, value] of answer) await expectSame(row[column], value, column);
}

async function expectSame(value: Value | undefined, answer: ValueAnswer, place: string): Promise<void> {
  switch (answer.t) {
    case 'none':
      expect(value, place).toBeNull();
      break;
    case 'bool':
      expect(value, place).toBe(answer.v);
      break;
    case 'int':
      expect(value, place).toBe(exact(BigInt(String(answer.v))));
      break;
    case 'float':
      expect(value, place).toBe(floatOf(answer.bits ?? ''));
      break;
    case 'str':
      expect(value, place).toBe(textOf(answer));
      break;
    case 'bytes':
      expect(value, place).toBeInstanceOf(Uint8Array);
      expect(Buffer.from(value as Uint8Array).toString('base64'), place).toBe(answer.v);
      break;
    case 'list':
    case 'tuple':
      expect(Array.isArray(value), place).toBe(true);
      expect(value instanceof Tuple, place).toBe(answer.t === 'tuple');
      await expectSameItems(value as readonly Value[], answer.v as readonly ValueAnswer[], place);
      break;
    case 'dict': {
      expect(value, place).toBeInstanceOf(Map);
      const pairs = [...(value as ReadonlyMap<Value, Value>)];
      const expected = answer.v as readonly (readonly [ValueAnswer, ValueAnswer])[];
      await expectSameItems(pairs.flat(), expected.flat(), place);
      break;
    }
    default:
      await expectSameObject(value, answer as ValueAnswer & ObjectAnswer, place);
  }
}

async function expectSameItems(items: readonly Value[], answers: readonly ValueAnswer[], place: string): Promise<void> {
  expect(items.length, place).toBe(answers.length);
  for (const [index, answer] of answers.entries()) await expectSame(items[index], answer, `${place}.${index}`);
}

interface ObjectAnswer {
  readonly class: string;
  readonly attrs: readonly (readonly [string, ValueAnswer])[];
  readonly content?: { readonly len?: number; readonly sha256?: string; readonly error?: string };
}

async function expectSameObject(value: Value | undefined, answer: ObjectAnswer, place: string): Promise<void> {
  expect(value, place).toBeInstanceOf(StarwhaleObject);
  const object = value as StarwhaleObject;
  const isPlainLink = answer.class.endsWith('data_store.Link');
  expect(object.pythonType, place).toBe(isPlainLink ? 'LINK' : answer.class);
  expect([...object.attributes.keys()].sort(), place).toEqual(answer.attrs.map(([name]) => name).sort());
  for (const [name, attribute] of answer.attrs) await expectSame(object.get(name), attribute, `${place}.${name}`);
  if (answer.content?.sha256 === undefined) return;
  expect(object, place).toBeInstanceOf(Artifact);
  const bytes = await (object as Artifact).bytes();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect({ len: bytes.byteLength, sha256 }, place).toEqual(answer.content);
}

function exact(integer: bigint): number | bigint {
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}

function floatOf(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

function textOf(answer: ValueAnswer & { readonly utf16?: string }): unknown {
  return answer.utf16 === undefined ? answer.v : Buffer.from(answer.utf16, 'base64').swap16().toString('utf16le');
}
