import type { Config } from '../config/config.ts';
import { findFirst, placesOf } from '../create/resource-targets.ts';
import { findPackage, handlersOfModel } from '../create/standalone-package.ts';
import type { StandaloneTarget } from '../uri/target.ts';

/** The handlers of the model that a URI names. */
export async function standaloneHandlers(
  instance: StandaloneTarget,
  config: Config,
  project: string,
  model: string,
): Promise<readonly string[]> {
  const places = placesOf(model, 'model', { instance, project }, config);
  const found = await findFirst(places, (place) => {
    if (place.instance.kind === 'standalone') return findPackage(place.instance.root, place);
    throw new Error('models on a server are not looked up here');
  });
  return (await handlersOfModel(found)).map(({ name }) => name);
}
