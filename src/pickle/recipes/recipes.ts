import type { Recipe } from '../recipe.ts';
import { COLLECTION_RECIPES } from './collections.ts';
import { DATETIME_RECIPES } from './datetime.ts';
import { NUMPY_RECIPES } from './numpy.ts';
import { STANDARD_RECIPES } from './standard.ts';
import { STARWHALE_RECIPES } from './starwhale.ts';
import { TORCH_RECIPES } from './torch.ts';

/** How objects of known classes become values, by the full names of the classes and functions that make them. */
export const RECIPES: ReadonlyMap<string, Recipe> = new Map(
  Object.entries({
    ...COLLECTION_RECIPES,
    ...DATETIME_RECIPES,
    ...NUMPY_RECIPES,
    ...STANDARD_RECIPES,
    ...STARWHALE_RECIPES,
    ...TORCH_RECIPES,
  }),
);
