import { TAG, TYPES_OF_TAGS } from '../../datastore/cell.ts';
import { HEX_DIGITS, isScalarType } from '../../datastore/scalars.ts';
import { compileSchema, isObject, own } from '../../datastore/schema.ts';
import type { DataType, ScalarType } from '../../datastore/typed-value.ts';
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

/** The type of a value, at any depth, as the kernel can read it. */
export interface NestedNode extends StoredKind {
  readonly children: readonly NestedNode[];
  /** The text before an attribute in a block and in JSON, and the end of an object in JSON. */
  readonly texts: readonly [before: string, name: string, end: string];
}

const DIGITS: Readonly<Partial<Record<ScalarType, number>>> = { ...HEX_DIGITS, BOOL: 1 };

/** How values with this schema are read. */
export function kindOf(schema: unknown): StoredKind {
  const node = nestedNode(schema);
  if (node !== null && node.tag !== STORED) return node;
  try {
    compileSchema(schema);
  } catch {
    return { kind: KIND.broken, digits: 0, tag: 0 };
  }
  const [element] = isObject(schema) && own(schema, 'type') === 'LIST' && node !== null ? node.children : [];
  if (element === undefined || element.kind > KIND.bool) {
    return { kind: KIND.other, digits: 0, tag: STORED, ...(node && { node }) };
  }
  return { kind: KIND.list, digits: element.digits, tag: TAG.list + element.tag };
}

const MAX_DEPTH = 16;
/** Attributes of objects that become strings or bytes, and one that is not printed. */
const SPECIAL = ['auto_convert_to_str', 'auto_convert_to_bytes', '_python_type'];

/** Null for what only the decoders read: elements of several types, and objects that become other values. */
function nestedNode(schema: unknown, texts: NestedNode['texts'] = ['', '', ''], depth = 0): NestedNode | null {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const type = own(schema, 'type');
  if (isScalarType(type)) {
    return { kind: scalarKind(type), digits: DIGITS[type] ?? 0, tag: TYPES_OF_TAGS.indexOf(type), children: [], texts };
  }
  const made = (kind: number, children: readonly (NestedNode | null)[], end = ''): NestedNode | null => {
    const [before, name] = texts;
    const found = children.flatMap((child) => (child === null ? [] : [child]));
    if (found.length < children.length) return null;
    return { kind, digits: 0, tag: STORED, children: found, texts: [before, name, end] };
  };
  const child = (inner: unknown) => nestedNode(inner, undefined, depth + 1);
  const attributes: unknown = own(schema, 'attributes') ?? [];
  if (!Array.isArray(attributes)) return null;
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return attributes.length > 0 ? null : made(KIND.list, [child(own(schema, 'elementType'))]);
    case 'MAP':
      if (Object.keys(own(schema, 'sparseKeyValuePairSchema') ?? {}).length > 0) return null;
      return made(KIND.map, [child(own(schema, 'keyType')), child(own(schema, 'valueType'))]);
    case 'OBJECT': {
      const names = attributes.map((one: unknown) => String(isObject(one) ? own(one, 'name') : ''));
      if (new Set(names).size < names.length || SPECIAL.some((name) => names.includes(name))) return null;
      const children = names.map((name, index) => {
        const text = JSON.stringify(name);
        const before = `${index === 0 ? '{' : ', '}${text}: `;
        return nestedNode(attributes[index], [before, `${text}:`, ''], depth + 1);
      });
      return made(KIND.object, children, `"_python_type":${JSON.stringify(own(schema, 'pythonType'))}}`);
    }
  }
  return null;
}

function scalarKind(type: ScalarType): number {
  if (type === 'UNKNOWN') return KIND.none;
  if (type === 'STRING') return KIND.string;
  if (type === 'BYTES') return KIND.bytes;
  if (type === 'BOOL') return KIND.bool;
  return type.startsWith('INT') ? KIND.integer : KIND.float;
}

/** The kind of key by which the kernel checks the order of a block; -1 if the host has to check it. */
export function keyKindOf(type: DataType | null): number {
  return isScalarType(type) && type !== 'UNKNOWN' && type !== 'BOOL' ? scalarKind(type) : -1;
}
