import { lastState } from '../text/last-state.ts';
import { type Place, PlaceFinder } from './error-place.ts';

const BOX_END = /^╰─+╯$/;
const TRACEBACK = /^Traceback \(most recent call last\):$/;
const ERROR_LINE = /^([A-Za-z_][\w.]*)(?:: (.*))?$/;
/** Endings of exception names. A handler's own may end otherwise: then the box before it identifies it. */
const ERROR_NAME = /(?:Error|Exception|Interrupt|Exit|Warning)$/;
/** Lines that the engine prints after an error. */
const NOT_PART_OF_MESSAGE = /^(?:[╭│╰]|\s|$|💔|💯|\[swjob: |During handling of|The above exception)/u;

const MAX_LINE = 4000;
const MAX_MESSAGE = 500;
const MAX_ERRORS = 50;

interface FoundError {
  readonly name: string;
  readonly message: string;
  readonly place: Place | null;
}

/**
 * Finds out why a job failed from what the engine prints. It prints an error several times, each below a framed
 * traceback: first as the handler raised it, then wrapped in an `Exception` with the same message.
 */
export class CauseFinder {
  private rest = '';
  private expects: 'nothing' | 'error after box' | 'error after traceback' = 'nothing';
  private open: { name: string; message: string; readonly place: Place | null } | null = null;
  private readonly places = new PlaceFinder();
  private readonly errors: FoundError[] = [];

  /** Takes the next piece of the output, which may end anywhere. */
  add(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = (lines.pop() ?? '').slice(-MAX_LINE);
    for (const line of lines) this.line(lastState(line).slice(0, MAX_LINE));
  }

  /** `ValueError: message`; null if nothing looked like an error. */
  cause(): string | null {
    const found = this.found();
    if (found === undefined) return null;
    return found.message === '' ? found.name : `${found.name}: ${found.message}`;
  }

  /** Where that error was raised in the user's code; null if no traceback says. */
  place(): Place | null {
    const found = this.found();
    return found?.place ?? null;
  }

  private found(): FoundError | undefined {
    if (this.rest !== '') this.add('\n');
    this.close();
    const last = this.errors.at(-1);
    if (last === undefined) return undefined;
    return this.errors.find((error) => error.name !== 'Exception' && sameMessage(error, last)) ?? last;
  }

  private line(line: string): void {
    this.places.line(line);
    if (BOX_END.test(line)) {
      this.close();
      this.expects = 'error after box';
      return;
    }
    if (TRACEBACK.test(line)) {
      this.close();
      this.expects = 'error after traceback';
      return;
    }
    if (this.expects !== 'nothing') {
      // The indented frames of a plain traceback.
      if (this.expects === 'error after traceback' && /^\s/.test(line)) return;
      const [, name, message = ''] = ERROR_LINE.exec(line) ?? [];
      if (name !== undefined && (ERROR_NAME.test(name) || this.expects === 'error after box' || message !== '')) {
        this.open = { name: name.replace(/^.*\./, ''), message, place: this.places.last() };
      }
      this.expects = 'nothing';
      return;
    }
    if (this.open === null) return;
    if (NOT_PART_OF_MESSAGE.test(line)) this.close();
    else if (this.open.message.length < MAX_MESSAGE) this.open.message += ` ${line.trim()}`;
  }

  private close(): void {
    if (this.open === null) return;
    if (this.errors.length === MAX_ERRORS) this.errors.splice(MAX_ERRORS / 2, 1);
    const message = this.open.message.trim();
    const cut = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    this.errors.push({ name: this.open.name, message: cut, place: this.open.place });
    this.open = null;
  }
}

/** Whether messages are equal except for white space: their wrapping depends on the length of the name. */
function sameMessage(a: FoundError, b: FoundError): boolean {
  return a.message.replace(/\s/g, '') === b.message.replace(/\s/g, '');
}
