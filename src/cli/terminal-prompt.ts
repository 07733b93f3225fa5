import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { SwjobError } from '../errors.ts';
import type { Context } from './context.ts';

/**
 * Asks questions on a terminal, each answered by one line. Typed characters are shown only while a question that is not
 * hidden waits for its answer.
 */
export class TerminalPrompt {
  readonly #stderr: Context['stderr'];
  readonly #lines: string[] = [];
  readonly #terminal: Interface;
  #isShown = false;
  #isLeft = false;
  #wake: () => void = () => undefined;

  constructor({ stdin, stderr }: Pick<Context, 'stdin' | 'stderr'>) {
    this.#stderr = stderr;
    const output = new Writable({
      write: (chunk, _encoding, done) => {
        if (this.#isShown) stderr.write(chunk);
        done();
      },
    });
    // `terminal: true` switches off the terminal's own echo.
    this.#terminal = createInterface({
      input: stdin,
      output: Object.assign(output, { columns: stderr.columns || 80 }),
      terminal: true,
      historySize: 0,
    });
    this.#terminal.on('line', (line) => {
      this.#isShown = false;
      this.#lines.push(line);
      this.#wake();
    });
    this.#terminal.on('SIGINT', () => this.#leave());
    // On Ctrl-D, or when the terminal closes.
    this.#terminal.on('close', () => this.#leave());
  }

  /** Returns the answer as typed; throws on Ctrl-C or Ctrl-D, with an empty message. */
  async ask(question: string, { hidden = false } = {}): Promise<string> {
    if (hidden) this.#stderr.write(question);
    else {
      this.#isShown = true;
      this.#terminal.setPrompt(question);
      this.#terminal.prompt();
    }
    try {
      const line = await this.#nextLine();
      if (hidden) this.#stderr.write('\n');
      return line;
    } catch (error) {
      this.#stderr.write('\n');
      throw error;
    }
  }

  close(): void {
    this.#terminal.close();
  }

  async #nextLine(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#isLeft) throw new SwjobError('interrupted', '');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #leave(): void {
    this.#isLeft = true;
    this.#wake();
  }
}
