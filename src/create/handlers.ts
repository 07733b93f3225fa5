import { compareText } from '../datastore/keys.ts';
import { isObject, own } from '../datastore/schema.ts';
import { notFound, usageError } from '../errors.ts';
import { oneLine, show } from '../text/show.ts';
import { didYouMean } from '../text/suggest.ts';

const MAX_LISTED = 40;

/** A function of a model that can be run, with its steps. */
export interface Handler {
  readonly name: string;
  readonly steps: readonly HandlerStep[];
}

interface HandlerStep {
  readonly name: string;
  readonly requiresDataset: boolean;
}

/** The handlers in a model's `jobs.yaml` or a Server's step specs, sorted by name, as the client numbers them. */
export function handlersOf(specs: Iterable<readonly [handler: string, steps: unknown]>): readonly Handler[] {
  const handlers = Array.from(specs, ([name, steps]) => ({
    name,
    steps: (Array.isArray(steps) ? steps : []).filter(isObject).map((step) => ({
      name: String(own(step, 'name') ?? ''),
      requiresDataset: own(step, 'require_dataset') === true,
    })),
  }));
  return handlers.sort((a, b) => compareText(a.name, b.name));
}

/**
 * The handler with this name or number (its index in the list), or the only one. Throws if it is unknown, listing all, or
 * if it needs a dataset and there is none.
 */
export function chooseHandler(
  handlers: readonly Handler[],
  wanted: string | undefined,
  model: string,
  datasets: number,
): Handler {
  const handler = handlerOf(handlers, wanted, model);
  const needy = handler.steps.find((step) => step.requiresDataset);
  if (needy !== undefined && datasets === 0) {
    throw usageError(
      `the handler ${handler.name} needs a dataset${needy.name === handler.name ? '' : `, for its step ${needy.name}`}`,
      'Name one with --dataset.',
    );
  }
  return handler;
}

/** The handlers with their numbers, up to a readable count. */
function listText(handlers: readonly Handler[]): string {
  const lines = handlers.slice(0, MAX_LISTED).map(({ name }, index) => `  [${index}] ${oneLine(name)}`);
  const more = handlers.length > lines.length ? [`  … and ${handlers.length - lines.length} more`] : [];
  return [...lines, ...more].join('\n');
}

function handlerOf(handlers: readonly Handler[], wanted: string | undefined, model: string): Handler {
  const [only, other] = handlers;
  if (only === undefined) {
    throw notFound(`the model ${model} has no handlers`, 'Rebuild it with swcli model build --module MODULE.');
  }
  const listed = `The handlers of ${model}:\n${listText(handlers)}`;
  if (wanted === undefined || wanted === '') {
    if (other === undefined) return only;
    throw usageError('the handler is missing: the model has several', `Choose one with --handler.\n${listed}`);
  }
  const named = handlers.find(({ name }) => name === wanted);
  const numbered = /^\d{1,6}$/.test(wanted) ? handlers[Number(wanted)] : undefined;
  const found = named ?? numbered;
  if (found !== undefined) return found;
  const suggestion = didYouMean(
    wanted,
    handlers.map(({ name }) => name),
  );
  throw notFound(
    `the model ${model} has no handler ${show(wanted)}`,
    suggestion === undefined ? listed : `${suggestion}\n${listed}`,
  );
}
