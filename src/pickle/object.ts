import type { TypedEntry, TypedObject, TypedValue } from '../datastore/typed-value.ts';
import { memberName } from './classes.ts';
import { SIZE } from './limits.ts';
import { fullNameOf } from './names.ts';
import type { EntryPart, Made, MapPart, Part } from './part.ts';
import type { Values } from './recipe.ts';
import { UnreadablePickle } from './unreadable.ts';

/**
 * An object of an unknown class: its constructor's arguments as `_args` and `_kwargs`, its attributes, a state that is
 * not a dict as `_state`, and the items of a class derived from list or dict as `_items`. Items with string keys become
 * attributes.
 */
export function objectOf(made: Made, values: Values, depth: number): TypedValue {
  const { callable, args, kwargs, states, items, entries } = made;
  const definition = callable.type === 'NAME' ? callable.definition : null;
  if (definition !== null && args.length === 1) {
    const member = memberName(definition, args[0] as Part);
    if (member !== undefined) return textValue(`${definition.qualifiedName}.${member}`, values);
  }
  const attributes = new Map<string, TypedValue>();
  let other: TypedValue | undefined;
  for (const state of states) {
    if (!addState(state, attributes, values, depth)) other = values.of(state, depth + 1);
  }
  if (entries.length > 0) addEntries(entries, attributes, values, depth);
  if (items.length > 0) addMissing(attributes, '_items', () => ({ type: 'LIST', value: nested(items, values, depth) }));
  if (args.length > 0) addMissing(attributes, '_args', () => ({ type: 'TUPLE', value: nested(args, values, depth) }));
  if (kwargs !== null) addMissing(attributes, '_kwargs', () => values.of(kwargs, depth + 1));
  if (other !== undefined) {
    const state = other;
    addMissing(attributes, '_state', () => state);
  }
  return typedObject(classNameOf(callable), attributes, values);
}

export function typedObject(
  pythonType: string,
  attributes: ReadonlyMap<string, TypedValue>,
  values: Values,
): TypedObject {
  let characters = pythonType.length;
  for (const name of attributes.keys()) characters += name.length;
  values.count(1, SIZE.object + attributes.size * SIZE.attribute, characters);
  return { type: 'OBJECT', pythonType, value: attributes };
}

export function textValue(text: string, values: Values): TypedValue {
  values.count(1, SIZE.node + SIZE.string + 2 * text.length, text.length);
  return { type: 'STRING', value: text };
}

/**
 * Adds the attributes of a state: a dict, or a pair of dicts, the second for slots. Returns false for any other state.
 */
export function addState(state: Part, attributes: Map<string, TypedValue>, values: Values, depth: number): boolean {
  if (state.type === 'UNKNOWN') return true;
  if (state.type === 'MAP') return addAttributes(state, attributes, values, depth);
  const [own, slots, ...rest] = state.type === 'TUPLE' ? state.value : [];
  if (slots?.type !== 'MAP' || rest.length > 0 || (own?.type !== 'MAP' && own?.type !== 'UNKNOWN')) return false;
  if (!hasNames(slots) || (own.type === 'MAP' && !hasNames(own))) return false;
  if (own.type === 'MAP') addAttributes(own, attributes, values, depth);
  return addAttributes(slots, attributes, values, depth);
}

function addAttributes(state: MapPart, attributes: Map<string, TypedValue>, values: Values, depth: number): boolean {
  if (!hasNames(state)) return false;
  for (const { key, value } of state.value) {
    if (key.type === 'STRING') attributes.set(key.value, values.of(value, depth + 1));
  }
  return true;
}

function hasNames(map: MapPart): boolean {
  return map.value.every(({ key }) => key.type === 'STRING');
}

/** Adds the items of a class derived from dict: as attributes, so that names reach them, if no name is taken. */
function addEntries(
  entries: readonly EntryPart[],
  attributes: Map<string, TypedValue>,
  values: Values,
  depth: number,
): void {
  const areNames = entries.every(({ key }) => key.type === 'STRING' && !attributes.has(key.value));
  if (areNames) {
    for (const { key, value } of entries) {
      if (key.type === 'STRING') attributes.set(key.value, values.of(value, depth + 1));
    }
    return;
  }
  addMissing(attributes, '_items', () => mapValue(entries, values, depth + 1));
}

/** A dict of these pairs. */
export function mapValue(entries: readonly EntryPart[], values: Values, depth: number): TypedValue {
  values.reach(depth);
  values.count(1, SIZE.node + SIZE.array + entries.length * SIZE.entry);
  const value = entries.map(
    (entry): TypedEntry => ({ key: values.of(entry.key, depth + 1), value: values.of(entry.value, depth + 1) }),
  );
  return { type: 'MAP', value };
}

/** A list or tuple of these parts. */
export function listValue(type: 'LIST' | 'TUPLE', parts: readonly Part[], values: Values, depth: number): TypedValue {
  values.reach(depth);
  values.count(1, SIZE.node + SIZE.array + parts.length * SIZE.slot);
  return { type, value: values.all(parts, depth + 1) };
}

function nested(parts: readonly Part[], values: Values, depth: number): TypedValue[] {
  values.reach(depth + 1);
  values.count(1, SIZE.node + SIZE.array + parts.length * SIZE.slot);
  return values.all(parts, depth + 2);
}

/** The object's own attribute of this name takes precedence. */
function addMissing(attributes: Map<string, TypedValue>, name: string, value: () => TypedValue): void {
  if (!attributes.has(name)) attributes.set(name, value());
}

/** Maximum of calls whose result is called in turn. */
const MAX_CALLS = 10;

/** The name of a class, or of the function that returns the object. */
function classNameOf(callable: Part): string {
  let part = callable;
  let calls = '';
  for (let depth = 0; depth < MAX_CALLS && part.type === 'MADE'; depth++) {
    part = part.callable;
    calls = '(…)';
  }
  if (part.type === 'NAME') return fullNameOf(part) + calls;
  if (part.type === 'OUTSIDE') return part.kind + calls;
  throw new UnreadablePickle('it calls something that is not a class or function');
}
