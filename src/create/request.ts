import { usageError } from '../errors.ts';

/** What a job is made of: the parameters of the Job SDK's `create`, with URIs as given. */
export interface CreateRequest {
  readonly project: string;
  readonly model: string;
  /** A handler's name, or its index in the sorted list; undefined: the model's only handler. */
  readonly handler?: string | undefined;
  readonly datasets: readonly string[];
  readonly validationDatasets: readonly string[];
  readonly runtime?: string | undefined;
  readonly resourcePool?: string | undefined;
  /** Seconds; 0 or less means no limit. */
  readonly ttl: number;
  readonly devMode: boolean;
  readonly devPassword: string;
  /** 0 or less means all of the data. */
  readonly datasetHead: number;
  /** By step name: `{"replicas": 2, "resources": {"memory": "4GiB"}}`; comes from JSON, so may have any shape. */
  readonly overwriteSpecs?: unknown;
  readonly handlerArgs: readonly string[];
  /** The Python of a Standalone job. */
  readonly python?: string | undefined;
}

export const DEFAULT_POOL = 'default';

/** Throws for numbers and strings that no instance accepts. */
export function checkRequest(request: CreateRequest): void {
  for (const [what, number] of [
    ['ttl', request.ttl],
    ['the dataset head', request.datasetHead],
  ] as const) {
    if (!Number.isSafeInteger(number)) throw usageError(`${what} must be a whole number, not ${String(number)}`);
  }
  const texts = [request.handler ?? '', request.devPassword, request.resourcePool ?? '', ...request.handlerArgs];
  if (texts.some((text) => text.includes('\0'))) throw usageError('a parameter contains a NUL character');
}

/**
 * Checks what a Standalone job cannot have. Throws for a runtime, because the job would run in another one; warns of
 * parameters that, according to the Job SDK's reference, have no effect there.
 */
export function checkForStandalone(request: CreateRequest, warn: (text: string) => void): void {
  if (request.runtime !== undefined && request.runtime !== '') {
    throw usageError(
      'a Standalone job cannot be given a runtime: it runs in your own Python',
      'Name the Python with --python, or use swcli model run --runtime.',
    );
  }
  const ignored = [
    ...(request.resourcePool !== undefined && request.resourcePool !== DEFAULT_POOL ? ['resource pool'] : []),
    ...(request.ttl > 0 ? ['ttl'] : []),
    ...(request.devMode ? ['dev mode'] : []),
    ...(request.devPassword !== '' ? ['dev mode password'] : []),
    ...(isGiven(request.overwriteSpecs) ? ['overwrite specs'] : []),
  ];
  for (const name of ignored) warn(`a Standalone instance ignores the ${name}`);
}

/** Checks what a Server's job cannot have. */
export function checkForServer(request: CreateRequest, warn: (text: string) => void): void {
  if (request.python !== undefined) {
    throw usageError("a Server's job cannot be given a Python: it runs in a runtime", 'Name one with --runtime.');
  }
  if (request.validationDatasets.length > 0) {
    throw usageError(
      'a Server does not accept fine-tuning validation datasets for a new job',
      'Omit them, or run the job on a Standalone instance.',
    );
  }
  if (request.datasetHead > 0) warn('the dataset head has no effect on a Server: the job reads all of the data');
  if (request.devPassword !== '' && !request.devMode) warn('the dev mode password has no effect without dev mode');
}

/** Whether there are specs: `{}` changes nothing, so it does not count. */
export function isGiven(specs: unknown): boolean {
  return specs !== undefined && specs !== null && !(typeof specs === 'object' && Object.keys(specs).length === 0);
}
