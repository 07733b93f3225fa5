/**
 * The shape of some JSON: the types, the keys of objects, and one element that represents all of an array. A null says
 * nothing about its place.
 */
export interface Shape {
  readonly types: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, Shape>;
  readonly element: Shape | null;
}

export function shapeOf(...values: readonly unknown[]): Shape {
  const types = new Set<string>();
  const members = new Map<string, unknown[]>();
  const elements: unknown[] = [];
  for (const value of values) {
    if (value === null) continue;
    types.add(Array.isArray(value) ? 'array' : typeof value);
    if (Array.isArray(value)) elements.push(...value);
    else if (typeof value === 'object') {
      for (const [key, member] of Object.entries(value)) members.set(key, [...(members.get(key) ?? []), member]);
    }
  }
  return {
    types,
    keys: new Map(Array.from(members, ([key, found]) => [key, shapeOf(...found)])),
    element: elements.length === 0 ? null : shapeOf(...elements),
  };
}

/** The differences of two shapes, one per line: a key that only one has, or another type. */
export function shapeDifferences(actual: Shape, expected: Shape, place = 'body'): string[] {
  if (actual.types.size === 0 || expected.types.size === 0) return [];
  const types = [actual, expected].map(({ types }) => [...types].sort().join('|'));
  if (types[0] !== types[1]) return [`${place}: ${types[0]} instead of ${types[1]}`];
  const differences: string[] = [];
  for (const key of new Set([...actual.keys.keys(), ...expected.keys.keys()])) {
    const [mine, theirs] = [actual.keys.get(key), expected.keys.get(key)];
    if (mine === undefined) differences.push(`${place}.${key}: missing`);
    else if (theirs === undefined) differences.push(`${place}.${key}: not recorded`);
    else differences.push(...shapeDifferences(mine, theirs, `${place}.${key}`));
  }
  if (actual.element === null || expected.element === null) return differences;
  return [...differences, ...shapeDifferences(actual.element, expected.element, `${place}[]`)];
}
