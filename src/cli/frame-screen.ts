import { inAscii } from '../render/ascii.ts';
import type { Context, Output } from './context.ts';
import { speaksUtf8 } from './screen.ts';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const TO_LINE_END = '\u001b[K';
const TO_SCREEN_END = '\u001b[J';
const DEFAULT_ROWS = 24;

/** Draws frames over each other on a terminal; lines are overwritten, not cleared first, which would flicker. */
export class FrameScreen {
  readonly #stdout: Output;
  readonly #isAscii: boolean;
  readonly #release: () => void;
  #height = 0;
  #last = '';

  constructor({ stdout, env, onInterrupt }: Pick<Context, 'stdout' | 'env' | 'onInterrupt'>) {
    this.#stdout = stdout;
    this.#isAscii = !speaksUtf8(env);
    this.#release = onInterrupt(() => void stdout.write(`${SHOW_CURSOR}\n`));
    stdout.write(HIDE_CURSOR);
  }

  /** Draws lines, which must be narrower than the terminal, in one write; does nothing if the frame has not changed. */
  draw(frame: readonly string[]): void {
    const lines = fitHeight(frame, (this.#stdout.rows || DEFAULT_ROWS) - 1);
    const drawn = lines.map((line) => `${line}${TO_LINE_END}\n`).join('');
    const text = this.#isAscii ? inAscii(drawn) : drawn;
    if (text === this.#last) return;
    const back = this.#height === 0 ? '' : `\r\u001b[${this.#height}A`;
    this.#stdout.write(`${back}${text}${TO_SCREEN_END}`);
    this.#height = lines.length;
    this.#last = text;
  }

  /** Leaves the last frame on the screen. */
  close(): void {
    this.#release();
    this.#stdout.write(SHOW_CURSOR);
  }
}

function fitHeight(lines: readonly string[], height: number): readonly string[] {
  if (lines.length <= height) return lines;
  const kept = lines.slice(0, Math.max(1, height - 1));
  return [...kept, `… ${lines.length - kept.length} more lines`];
}
