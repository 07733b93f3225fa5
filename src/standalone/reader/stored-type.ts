import { TAG, TYPES_OF_TAGS } from '../../datastore/cell.ts';
import { isScalarType } from '../../datastore/scalars.ts';
import { compileSchema, isObject, own } from '../../datastore/schema.ts';
import type { DataType } from '../../datastore/typed-value.ts';
import { STORED } from '../../kernel/memory.ts';

/** The tags of nodes alone: see src/kernel/assembly/layout.ts. */
const NODE_TAG = { map: 30, object: 31 } as const;

/** How the kernel reads the values of a column. */
export interface StoredType {
  /** `absent` for a type that is not known. */
  readonly tag: number;
  readonly node?: NestedNode;
}

/** The type of a value, at any depth, as the kernel can read it. */
export interface NestedNode extends StoredType {
  readonly children: readonly NestedNode[];
  /** The text before an attribute in a block and in JSON, and the end of an object in JSON. */
  readonly texts: readonly [before: string, name: string, end: string];
}

/** How values with this schema are read. */
export function storedType(schema: unknown): StoredType {
  const node = nestedNode(schema);
  if (node !== null && node.tag < STORED) return node;
  try {
    compileSchema(schema);
  } catch {
    return { tag: TAG.absent };
  }
  const [element] = isObject(schema) && own(schema, 'type') === 'LIST' && node !== null ? node.children : [];
  if (element !== undefined && element.tag >= TAG.bool && element.tag <= TAG.float64) {
    return { tag: TAG.list + element.tag };
  }
  return { tag: STORED, ...(node && { node }) };
}

const MAX_DEPTH = 16;
/** Attributes of objects that become strings or bytes, and one that is not printed. */
const SPECIAL = ['auto_convert_to_str', 'auto_convert_to_bytes', '_python_type'];

/** Null for what only the decoders read: elements of several types, and objects that become other values. */
function nestedNode(schema: unknown, texts: NestedNode['texts'] = ['', '', ''], depth = 0): NestedNode | null {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  const type = own(schema, 'type');
  if (isScalarType(type)) return { tag: TYPES_OF_TAGS.indexOf(type), children: [], texts };
  const made = (tag: number, children: readonly (NestedNode | null)[], end = ''): NestedNode | null => {
    const [before, name] = texts;
    const found = children.flatMap((child) => (child === null ? [] : [child]));
    if (found.length < children.length) return null;
    return { tag, children: found, texts: [before, name, end] };
  };
  const child = (inner: unknown) => nestedNode(inner, undefined, depth + 1);
  const attributes: unknown = own(schema, 'attributes') ?? [];
  if (!Array.isArray(attributes)) return null;
  switch (type) {
    case 'LIST':
    case 'TUPLE':
      return attributes.length > 0 ? null : made(TAG.list, [child(own(schema, 'elementType'))]);
    case 'MAP':
      if (Object.keys(own(schema, 'sparseKeyValuePairSchema') ?? {}).length > 0) return null;
      return made(NODE_TAG.map, [child(own(schema, 'keyType')), child(own(schema, 'valueType'))]);
    case 'OBJECT': {
      const names = attributes.map((one: unknown) => String(isObject(one) ? own(one, 'name') : ''));
      if (new Set(names).size < names.length || SPECIAL.some((name) => names.includes(name))) return null;
      const children = names.map((name, index) => {
        const text = JSON.stringify(name);
        const before = `${index === 0 ? '{' : ', '}${text}: `;
        return nestedNode(attributes[index], [before, `${text}:`, ''], depth + 1);
      });
      return made(NODE_TAG.object, children, `"_python_type":${JSON.stringify(own(schema, 'pythonType'))}}`);
    }
  }
  return null;
}

/** How the kernel compares keys of a type: as keys with this tag; -1 if the host has to do it. */
export function keyTagOf(type: DataType | null): number {
  if (type === 'STRING') return TAG.string;
  if (type === 'BYTES') return TAG.bytes;
  if (type?.startsWith('INT')) return TAG.int64;
  return type?.startsWith('FLOAT') ? TAG.float64 : -1;
}
