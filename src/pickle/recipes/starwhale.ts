import type { TypedValue } from '../../datastore/typed-value.ts';
import { fullNameOf } from '../names.ts';
import { addState, typedObject } from '../object.ts';
import { itemsOf, type Part } from '../part.ts';
import type { Recipe, Recipes } from '../recipe.ts';

const CLASSES = [
  'Audio',
  'Binary',
  'BoundingBox',
  'BoundingBox3D',
  'COCOObjectAnnotation',
  'ClassLabel',
  'GrayscaleImage',
  'Image',
  'JsonDict',
  'Line',
  'Link',
  'NumpyBinary',
  'Point',
  'Polygon',
  'Sequence',
  'Text',
  'Video',
];

/** Starwhale's own objects, with the attributes that are stored if they are logged without pickling. */
export const STARWHALE_RECIPES: Recipes = {
  ...Object.fromEntries(CLASSES.map((name) => [`starwhale.base.data_type.${name}`, stored])),
  // The datastore has its own name for this class.
  'starwhale.api._impl.data_store.Link': (made, values, depth) => stored(made, values, depth, 'LINK'),
};

/** Ignores slots, which hold state of the running process, such as contents that were already read. */
function stored(...[made, values, depth, type]: [...Parameters<Recipe>, string?]): TypedValue | undefined {
  const { callable, states, args } = made;
  if (callable.type !== 'NAME' || args.length > 0) return undefined;
  const attributes = new Map<string, TypedValue>();
  for (const state of states) {
    if (!addState(ownState(state), attributes, values, depth)) return undefined;
  }
  return typedObject(type ?? fullNameOf(callable), attributes, values);
}

function ownState(state: Part): Part {
  return state.type === 'TUPLE' ? (itemsOf(state)?.[0] ?? state) : state;
}
