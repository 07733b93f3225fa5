import type { TypedValue } from '../../datastore/typed-value.ts';
import { SIZE } from '../limits.ts';
import { listValue, textValue } from '../object.ts';
import { entryOf, fullNumberOf, itemsOf, type Made, textOf } from '../part.ts';
import type { Recipe, Recipes, Values } from '../recipe.ts';
import { numbersOf } from './numbers.ts';

/** Numbers, UUIDs, paths and arrays of Python's standard library. */
export const STANDARD_RECIPES: Recipes = {
  'builtins.complex': complex,
  'decimal.Decimal': ({ args: [digits] }, values) => text(textOf(digits), values),
  'fractions.Fraction': ({ args: [numerator, denominator] }, values) => {
    if (denominator === undefined) return text(textOf(numerator), values);
    const [above, below] = [fullNumberOf(numerator), fullNumberOf(denominator)];
    if (above === undefined || below === undefined) return undefined;
    return textValue(below === 1n ? `${above}` : `${above}/${below}`, values);
  },
  'uuid.UUID': uuid,
  'pathlib.PosixPath': posixPath,
  'pathlib.PurePosixPath': posixPath,
  'pathlib.Path': posixPath,
  'pathlib.PurePath': posixPath,
  'pathlib.WindowsPath': windowsPath,
  'pathlib.PureWindowsPath': windowsPath,
  'pathlib._local.PosixPath': posixPath,
  'pathlib._local.PurePosixPath': posixPath,
  'pathlib._local.WindowsPath': windowsPath,
  'pathlib._local.PureWindowsPath': windowsPath,
  'array._array_reconstructor': ({ args: [, , format, bytes] }, values, depth) => {
    const code = fullNumberOf(format);
    return bytes?.type === 'BYTES' && code !== undefined
      ? numbersOf(Number(code), bytes.value, values, depth)
      : undefined;
  },
  'array.array': ({ args: [, items] }, values, depth) => {
    const parts = itemsOf(items);
    return parts && listValue('LIST', parts, values, depth);
  },
};

function text(digits: string | undefined, values: Values): TypedValue | undefined {
  return digits === undefined ? undefined : textValue(digits, values);
}

function complex(...[{ args }, values, depth]: Parameters<Recipe>): TypedValue | undefined {
  const [re, im] = args;
  if (re?.type !== 'FLOAT64' || im?.type !== 'FLOAT64') return undefined;
  return listValue('LIST', [re, im], values, depth);
}

function uuid(...[{ states }, values]: Parameters<Recipe>): TypedValue | undefined {
  const value = fullNumberOf(entryOf(states[0], 'int'));
  if (value === undefined || value < 0n || value >= 1n << 128n) return undefined;
  const hex = value.toString(16).padStart(32, '0');
  return textValue(hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), values);
}

function posixPath(...[made, values]: Parameters<Recipe>): TypedValue | undefined {
  return pathText(made, '/', values);
}

function windowsPath(...[made, values]: Parameters<Recipe>): TypedValue | undefined {
  return pathText(made, '\\', values);
}

/** Joins the parts of a path, the first of which may be the root. */
function pathText({ args, states }: Made, separator: string, values: Values): TypedValue | undefined {
  const parts = args.map(textOf);
  if (states.length > 0 || !parts.every((part) => part !== undefined)) return undefined;
  values.count(
    0,
    parts.reduce((sum, part) => sum + SIZE.slot + 2 * part.length, 0),
  );
  const [first = '.', ...rest] = parts;
  const isRoot = first.endsWith(separator) || (separator === '\\' && first.endsWith('/'));
  return textValue(isRoot ? first + rest.join(separator) : parts.join(separator) || '.', values);
}
