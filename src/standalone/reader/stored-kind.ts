import { TAG, TAG_OF_TYPE } from '../../datastore/cell.ts';
import { HEX_DIGITS } from '../../datastore/scalars.ts';
import { compileSchema, isObject, own } from '../../datastore/schema.ts';
import type { ScalarType } from '../../datastore/typed-value.ts';
import { STORED } from '../../kernel/memory.ts';

/** How values are stored: the numbers of `Kind` in src/kernel/assembly/layout.ts. */
export const KIND = {
  integer: 0,
  float: 1,
  bool: 2,
  string: 3,
  list: 4,
  other: 5,
  none: 6,
  broken: 7,
  bytes: 8,
  object: 9,
  map: 10,
} as const;
/** How the kernel reads the values of a column. */
export interface StoredKind {
  readonly kind: number;
  readonly digits: number;
  readonly tag: number;
  readonly node?: NestedNode;
}

const DIGITS: Readonly<Record<string, number>> = { ...HEX_DIGITS, BOOL: 1 };

/** How values with this schema are read. */
export function kindOf(schema: unknown): StoredKind {
  const type = isObject(schema) ? own(schema, 'type') : undefined;
  if (typeof type === 'string' && Object.hasOwn(DIGITS, type)) return numberKind(type);
  if (type === 'STRING') return { kind: KIND.string, digits: 0, tag: TAG.string };
  if (type === 'BYTES') return { kind: KIND.bytes, digits: 0, tag: TAG.bytes };
  if (type === 'UNKNOWN') return { kind: KIND.none, digits: 0, tag: TAG.none };
  try {
    compileSchema(schema);
  } catch {
    return { kind: KIND.broken, digits: 0, tag: 0 };
  }
  const node = nestedNode(schema);
  const other = { kind: KIND.other, digits: 0, tag: STORED, ...(node && { node }) };
  if (type !== 'LIST' || !isObject(schema)) return other;
  const attributes = own(schema, 'attributes');
  const element = own(schema, 'elementType');
  const elementType = isObject(element) ? own(element, 'type') : undefined;
  const isMixed = Array.isArray(attributes) && attributes.length > 0;
  if (isMixed || typeof elementType !== 'string' || !Object.hasOwn(DIGITS, elementType)) return other;
  const { digits, tag } = numberKind(elementType);
  return { kind: KIND.list, digits, tag: TAG.list + tag };
}

/** The type of a nested value as the kernel can read it. */
export interface NestedNode {
  readonly kind: number;
  readonly digits: number;
  readonly children: readonly NestedNode[];
  /** The text before an attribute in a block and in JSON, and the end of an object in JSON. */
  readonly texts: readonly [before: string, name: string, end: string];
}

const MAX_DEPTH = 16;
/** Attributes of objects that become strings or bytes, and one that is not printed. */
const SPECIAL = ['auto_convert_to_str', 'auto_convert_to_bytes', '_python_type'];

/** Null for what only the decoders read: elements of several types, and objects that become other values. */
function nestedNode(schema: unknown, texts: NestedNode['texts'] = ['', '', ''], depth = 0): NestedNode | null {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const type = own(schema, 'type');
  const made = (kind: number, children: readonly (NestedNode | null)[], end = ''): NestedNode | null => {
    const [before, name] = texts;
    const found = children.flatMap((child) => (child === null ? [] : [child]));
    return found.length < children.length ? null : { kind, digits: 0, children: found, texts: [before, name, end] };
  };
  const child = (inner: unknown) => nestedNode(inner, undefined, depth + 1);
  const attributes = own(schema, 'attributes') ?? [];
  const isMixed = !Array.isArray(attributes) || attributes.length > 0;
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return isMixed ? null : made(KIND.list, [child(own(schema, 'elementType'))]);
    case 'MAP':
      if (Object.keys(own(schema, 'sparseKeyValuePairSchema') ?? {}).length > 0) return null;
      return made(KIND.map, [child(own(schema, 'keyType')), child(own(schema, 'valueType'))]);
    case 'OBJECT': {
      const names = (attributes as readonly unknown[]).map((one) => String(isObject(one) ? own(one, 'name') : ''));
      if (new Set(names).size < names.length || SPECIAL.some((name) => names.includes(name))) return null;
      const children = names.map((name, index) => {
        const text = JSON.stringify(name);
        return nestedNode(
          (attributes as readonly unknown[])[index],
          [`${index === 0 ? '{' : ', '}${text}: `, `${text}:`, ''],
          depth + 1,
        );
      });
      return made(KIND.object, children, `"_python_type":${JSON.stringify(own(schema, 'pythonType'))}}`);
    }
    case 'STRING':
      return made(KIND.string, []);
    case 'BYTES':
      return made(KIND.bytes, []);
    case 'UNKNOWN':
      return made(KIND.none, []);
  }
  if (typeof type !== 'string' || !Object.hasOwn(DIGITS, type)) return null;
  const { kind, digits } = numberKind(type);
  return { kind, digits, children: [], texts };
}

function numberKind(type: string): StoredKind {
  const kind = type === 'BOOL' ? KIND.bool : type.startsWith('INT') ? KIND.integer : KIND.float;
  return { kind, digits: DIGITS[type] ?? 0, tag: TAG_OF_TYPE[type as ScalarType] ?? 0 };
}

/** The kind of key by which the kernel checks the order of a block; -1 if the host has to check it. */
export function keyKindOf(type: string | null): number {
  if (type === 'STRING') return KIND.string;
  if (type === 'BYTES') return KIND.bytes;
  if (type?.startsWith('INT')) return KIND.integer;
  return type?.startsWith('FLOAT') ? KIND.float : -1;
}
