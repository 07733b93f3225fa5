import type { Config } from '../config/config.ts';
import { isSwjobError, type SwjobError } from '../errors.ts';
import { resolveResource } from '../uri/resolve.ts';
import type { InstanceTarget, ProjectTarget, ResourceTarget, ResourceType } from '../uri/target.ts';

/**
 * Where to look for a model, dataset or runtime. A URI that names its project has one place. A shorter one is looked for
 * in the current project, as in the Python client, then in the job's project; only in the latter if the current instance
 * is not the job's.
 */
export function placesOf(
  text: string,
  type: ResourceType,
  job: ProjectTarget,
  config: Config,
): readonly [ResourceTarget, ...ResourceTarget[]] {
  const own = resolveResource(text, type, { config, within: job });
  const current = currentPlace(text, type, config);
  if (current === null || !isSameInstance(current.instance, job.instance)) return [own];
  return current.project === own.project ? [own] : [current, own];
}

function currentPlace(text: string, type: ResourceType, config: Config): ResourceTarget | null {
  try {
    return resolveResource(text, type, { config });
  } catch (error) {
    // The current instance may have no current project: that is no error here.
    if (isSwjobError(error)) return null;
    throw error;
  }
}

export function isSameInstance(a: InstanceTarget, b: InstanceTarget): boolean {
  if (a.kind === 'standalone') return b.kind === 'standalone' && a.root === b.root;
  return b.kind === 'server' && a.address === b.address;
}

/** What is found at the first place that has it; if none has it, throws the error of the first place. */
export async function findFirst<T>(
  places: readonly ResourceTarget[],
  find: (place: ResourceTarget) => T | Promise<T>,
): Promise<T> {
  let missing: SwjobError | undefined;
  for (const place of places) {
    try {
      return await find(place);
    } catch (error) {
      if (!isSwjobError(error, 'not-found')) throw error;
      missing ??= error;
    }
  }
  throw missing ?? new Error('no place to look at');
}
