import { isError, messageOf, SwjobError } from '../errors.ts';
import { allowManyListeners, eitherOf, unlessAborted } from '../signals.ts';
import { abortError, throwIfAborted } from './arguments.ts';
import { type CallOptions, type CheckedBy, callOptions } from './call-options.ts';
import { forCall } from './call-signals.ts';
import { libraryWords } from './library-words.ts';

/** A function or a class. */
export type Callable = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown);

/** A call of a public function. */
export interface Call<Options extends CallOptions = CallOptions> {
  /** The function's name in messages, such as `Job.list`. */
  readonly name: string;
  /** The function itself: the stack of an error starts where it was called. */
  readonly of: Callable;
  /** The URI of the job or project that the call is about, unless its options name one. */
  readonly uri?: string | undefined;
  /** Aborts the call, as does the signal of its options. */
  readonly signal?: AbortSignal | undefined;
  /** The options as given, before `check`. */
  readonly options?: unknown;
  readonly check?: CheckedBy<Options> | undefined;
  /** Set if the call cleans up after an abort, and ends by itself. */
  readonly ends?: 'by itself' | undefined;
}

/**
 * Runs the body of a public function. Every failure becomes a `SwjobError`: its stack starts at the caller's line, its
 * `uri` is that of the job or project asked for, and its hint names the library's functions. If the signal is already
 * aborted, nothing runs; a later abort ends the call at once.
 */
export function called<T, Options extends CallOptions = CallOptions>(
  call: Call<Options>,
  what: (options: Options) => Promise<T>,
): Promise<T> {
  const place = placeOf(call.of);
  return answer();

  async function answer(): Promise<T> {
    let signal = call.signal;
    try {
      const options = checkedOptions(call);
      signal = options.signal;
      throwIfAborted(signal, call.name);
      const doing = forCall(signal, () => what(options));
      return await (call.ends === 'by itself' ? doing : orAborted(doing, signal, call.name));
    } catch (error) {
      throw reported(error, call, signal, place);
    }
  }
}

/** `called` for a function that returns an iterable: wrong arguments throw at once, other errors during iteration. */
export function calledRows<T, Options extends CallOptions = CallOptions>(
  call: Call<Options>,
  what: (options: Options) => AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const place = placeOf(call.of);
  let options: Options;
  try {
    options = checkedOptions(call);
  } catch (error) {
    throw reported(error, call, undefined, place);
  }
  const { signal } = options;
  return disposable(iterate());

  async function* iterate(): AsyncGenerator<T, void, undefined> {
    let items: AsyncGenerator<T, void, undefined> | undefined;
    let isTheirTurn = false;
    try {
      throwIfAborted(signal, call.name);
      items = forCall(signal, () => what(options));
      for (;;) {
        const from = items;
        const { done, value } = await forCall(signal, () => orAborted(from.next(), signal, call.name));
        if (done === true) return;
        isTheirTurn = true;
        yield value;
        isTheirTurn = false;
      }
    } catch (error) {
      // What the program itself throws into the iteration, as a stream does that is destroyed, is not a failure of the call.
      throw isTheirTurn && !(error instanceof SwjobError) ? error : reported(error, call, signal, place);
    } finally {
      // An aborted iteration may still be working: it stops when it can, and nothing waits for it.
      const ending = items?.return().catch((error: unknown) => {
        if (signal?.aborted !== true) throw reported(error, call, signal, place);
      });
      if (signal?.aborted !== true) await ending;
    }
  }
}

/** Makes a generator work with `await using`: that of Node 20 has the symbol, but generators do not use it. */
function disposable<T extends AsyncGenerator<unknown, void>>(rows: T): T {
  const symbol: symbol | undefined = Symbol.asyncDispose;
  const dispose = async (): Promise<void> => void (await rows.return());
  return symbol === undefined || symbol in rows ? rows : Object.defineProperty(rows, symbol, { value: dispose });
}

/** `called` for a synchronous function. */
export function calledNow<T>(call: Pick<Call, 'name' | 'of' | 'uri' | 'options'>, what: () => T): T {
  const place = placeOf(call.of);
  try {
    return what();
  } catch (error) {
    throw reported(error, call, undefined, place);
  }
}

function checkedOptions<Options extends CallOptions>(call: Call<Options>): Options {
  const check = call.check ?? (callOptions as CheckedBy<Options>);
  const options = check(call.options, call.name);
  const signal = eitherOf(options.signal, call.signal);
  if (signal !== undefined) allowManyListeners(signal);
  return signal === options.signal ? options : { ...options, signal };
}

function orAborted<T>(doing: Promise<T>, signal: AbortSignal | undefined, name: string): Promise<T> {
  return signal === undefined ? doing : unlessAborted(doing, signal, () => abortError(signal, name));
}

interface Place {
  readonly stack?: string;
}

/** Where a function was called. The stack is formatted only if someone reads it. */
function placeOf(of: Callable): Place {
  const place: Place = {};
  // The types of Node accept functions only, not classes.
  Error.captureStackTrace?.(place, OWN_FOLDER === undefined ? (of as () => unknown) : undefined);
  return place;
}

/**
 * Set in Bun: there, the frame of a function may be gone, as it calls the next one in its place. Not if the library is
 * bundled as CommonJS, which does not know it.
 */
const OWN_FOLDER = 'bun' in process.versions ? import.meta.dirname : undefined;

/** The frames of a stack, without those before the call. */
function framesOf({ stack = '' }: Place): string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at |@/.test(line));
  return OWN_FOLDER === undefined ? frames : frames.filter((line) => !line.includes(OWN_FOLDER));
}

/** The error that the caller gets: a new one, because several calls may wait for the same failure. */
function reported(
  error: unknown,
  { name, uri, options }: Pick<Call, 'name' | 'uri' | 'options'>,
  signal: AbortSignal | undefined,
  place: Place,
): SwjobError {
  const known = error instanceof SwjobError ? error : unexpected(error);
  const failed = known.code === 'interrupted' && signal?.aborted === true ? abortError(signal, name) : known;
  const report = new SwjobError(isTimeout(failed) ? 'timeout' : failed.code, libraryWords(failed.message), {
    hint: failed.hint === undefined ? undefined : libraryWords(failed.hint),
    cause: failed.cause,
    status: statusOf(failed),
    uri: known.uri ?? projectIn(options) ?? uri,
  });
  const frames = framesOf(place);
  // If the caller's frames are unknown (no stacks, or too deep), show those of the failure.
  const stack = frames.length > 0 ? [`${report.name}: ${report.message}`, ...frames].join('\n') : failed.stack;
  Object.defineProperty(report, 'stack', { value: stack, writable: true, configurable: true });
  return report;
}

/** The HTTP status of the response that caused a failure. */
function statusOf({ status, cause }: SwjobError): number | undefined {
  return status ?? (cause instanceof SwjobError ? statusOf(cause) : undefined);
}

/** The project that the options name; a project can also be given in place of the options. */
function projectIn(options: unknown): string | undefined {
  const project = options instanceof Object && 'project' in options ? options.project : options;
  const uri = project instanceof Object && 'uri' in project ? project.uri : project;
  return typeof uri === 'string' && uri !== '' ? uri : undefined;
}

/** The error of a failure that nothing expects. */
export function unexpected(error: unknown): SwjobError {
  const reason = messageOf(error);
  return new SwjobError('operation-failed', `internal error: ${reason}`, { cause: error });
}

/** Whether a request timed out; for the command line that is a `network` error. */
function isTimeout({ code, cause }: SwjobError): boolean {
  return code === 'network' && isError(cause) && cause.name === 'TimeoutError';
}
