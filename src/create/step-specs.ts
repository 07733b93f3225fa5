import { isObject, type JsonObject, own } from '../datastore/schema.ts';
import { notFound, usageError } from '../errors.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { resourceSpecs } from './resources.ts';

/** A step of a handler, with a Server's own keys; fields that swjob does not know are kept. */
export type StepSpec = JsonObject;

export interface StepChanges {
  /** The user's value, of any shape. */
  readonly overwriteSpecs?: unknown;
  readonly handlerArgs: readonly string[];
}

/**
 * The steps of a handler with the changes applied, as the YAML that a Server takes in place of a handler's name. Throws
 * for an unknown step or field, listing the known ones.
 */
export async function overwrittenSteps(
  all: readonly StepSpec[],
  handler: string,
  { overwriteSpecs, handlerArgs }: StepChanges,
): Promise<string> {
  const steps = new Map<string, StepSpec>();
  for (const step of all) if (own(step, 'job_name') === handler) steps.set(nameOf(step), step);
  if (overwriteSpecs !== undefined && overwriteSpecs !== null) {
    if (!isObject(overwriteSpecs)) throw usageError('the overwrite specs must be a mapping of step names', EXAMPLE);
    for (const name of Object.keys(overwriteSpecs)) {
      const step = steps.get(name);
      if (step === undefined) throw unknownStep(name, handler, [...steps.keys()]);
      steps.set(name, changed(step, name, own(overwriteSpecs, name)));
    }
  }
  const extra = handlerArgs.length === 0 ? {} : { ext_cmd_args: argumentText(handlerArgs) };
  const { dump } = await import('js-yaml');
  return dump(
    Array.from(steps.values(), (step) => ({ ...step, ...extra })),
    { noRefs: true, lineWidth: -1 },
  );
}

const EXAMPLE = 'For example: {"mnist.evaluator:predict": {"replicas": 4, "resources": {"memory": "8GiB"}}}';

function changed(step: StepSpec, name: string, change: unknown): StepSpec {
  if (!isObject(change)) throw usageError(`the overwrite specs of ${show(name)} must be a mapping`, EXAMPLE);
  for (const field of Object.keys(change)) {
    if (field === 'replicas' || field === 'resources') continue;
    throw usageError(
      `the overwrite specs of ${show(name)} have an unknown field ${show(field)}`,
      'Known fields: replicas, resources',
    );
  }
  const [replicas, resources] = [own(change, 'replicas'), own(change, 'resources')];
  if (replicas !== undefined && !(Number.isSafeInteger(replicas) && Number(replicas) >= 1)) {
    throw usageError(`the replicas of ${show(name)} must be a whole number of at least 1`);
  }
  return {
    ...step,
    ...(replicas !== undefined && { replicas }),
    ...(resources !== undefined && { resources: resourceSpecs(resources, name) }),
  };
}

function unknownStep(name: string, handler: string, steps: readonly string[]): Error {
  return notFound(
    `the handler ${handler} has no step ${show(name)} to overwrite`,
    meantAndKnown(name, `The steps of ${handler}`, steps),
  );
}

function nameOf(step: StepSpec): string {
  return String(own(step, 'name') ?? '');
}

/** A Server splits the arguments at spaces and passes them to a shell, so only plain words can be passed. */
function argumentText(args: readonly string[]): string {
  const odd = args.find((word) => !/^[\w@%+=:,./-]+$/.test(word));
  if (odd === undefined) return args.join(' ');
  throw usageError(
    `a Server cannot pass the argument ${show(odd)} to a handler`,
    'Only letters, digits and @ % + = : , . / - _ are passed on unchanged.',
  );
}
