import { keyIdentity } from './key.ts';
import { type Memory, SIZE } from './limits.ts';
import { fullNameOf } from './names.ts';
import { type Definition, type EntryPart, entryOf, itemsOf, type Name, NONE_PART, type Part, textOf } from './part.ts';

/** The class that a call defines: dill and cloudpickle write the classes of scripts and notebooks like this. */
export function defineClass(callable: Name, args: readonly Part[], memory: Memory): Name | undefined {
  for (const arg of args) useAll(arg, memory);
  switch (fullNameOf(callable)) {
    case 'dill._dill._create_type': {
      const [, name, , members] = args;
      const module = textOf(entryOf(members, '__module__')) ?? '';
      const qualifiedName = textOf(entryOf(members, '__qualname__')) ?? textOf(name);
      return classOf(module, qualifiedName, enumMembersOf(members));
    }
    case 'dill._dill._create_namedtuple': {
      const [name, , module] = args;
      return classOf(textOf(module) ?? '', textOf(name));
    }
    case 'cloudpickle.cloudpickle._make_skeleton_class': {
      const [, name, , members] = args;
      return classOf(textOf(entryOf(members, '__module__')) ?? '', textOf(name));
    }
    case 'cloudpickle.cloudpickle._make_skeleton_enum': {
      const [, name, qualifiedName, members, module] = args;
      const entries = members?.type === 'MAP' ? members.value : [];
      return classOf(textOf(module) ?? '', textOf(qualifiedName) ?? textOf(name), entries);
    }
    default:
      return undefined;
  }
}

/** Applies what cloudpickle adds to a class after creating it. */
export function setClassState(type: Part | undefined, state: Part | undefined, memory: Memory): Part | undefined {
  if (type?.type !== 'NAME' || type.definition === null) return undefined;
  const [members] = itemsOf(state) ?? [];
  useAll(members, memory);
  type.definition.qualifiedName = textOf(entryOf(members, '__qualname__')) ?? type.definition.qualifiedName;
  return type;
}

/** dill sets the qualified name of a nested class after creating it. */
export function renameClass([type, attribute, value]: readonly Part[]): Part | undefined {
  const name = textOf(value);
  if (type?.type === 'NAME' && type.definition !== null && textOf(attribute) === '__qualname__' && name !== undefined) {
    type.definition.qualifiedName = name;
  }
  return NONE_PART;
}

/** The name of the enumeration's member that has this value. */
export function memberName({ members }: Definition, value: Part): string | undefined {
  return members.get(keyIdentity(value));
}

function classOf(
  module: string,
  qualifiedName: string | undefined,
  members: readonly EntryPart[] = [],
): Name | undefined {
  if (qualifiedName === undefined) return undefined;
  const names = new Map<unknown, string>();
  // The first of several names for a value is the member's; the others are aliases.
  for (const { key, value } of members) {
    const identity = keyIdentity(value);
    if (key.type === 'STRING' && !names.has(identity)) names.set(identity, key.value);
  }
  return { type: 'NAME', module, name: qualifiedName, definition: { qualifiedName, members: names } };
}

/** Counts a search through a dict, which many classes may share. */
function useAll(part: Part | undefined, memory: Memory): void {
  if (part?.type === 'MAP') memory.use(part.value.length * SIZE.slot);
}

/** In an enumeration's namespace, each member is a call of the class with its value. */
function enumMembersOf(namespace: Part | undefined): readonly EntryPart[] {
  const members = entryOf(namespace, '_member_map_');
  if (members?.type !== 'MAP') return [];
  return members.value.flatMap(({ key, value }) => {
    const inner = value.type === 'MADE' ? value.args[0] : undefined;
    return inner === undefined ? [] : [{ key, value: inner }];
  });
}
