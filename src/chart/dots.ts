/** The dots of a Braille character, across and up. */
export const DOTS_ACROSS = 2;
export const DOTS_UP = 4;

const BRAILLE = 0x2800;
/** The bit of each dot of a Braille character, from its top row down. */
const BITS: readonly (readonly [left: number, right: number])[] = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** A place in the unit square; what stands behind it does not count. */
type DotPlace = readonly [across: number, up: number, ...rest: number[]];

export interface DrawnCell {
  readonly text: string;
  /** The series that gives its colour; -1 for none. */
  readonly series: number;
}

/** A grid of characters with eight dots each: Braille or, in ASCII, one letter for a cell with any dot. */
export class DotCanvas {
  readonly width: number;
  readonly height: number;
  readonly #masks: Uint8Array;
  readonly #series: Int16Array;
  readonly #letters: string[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#masks = new Uint8Array(width * height);
    this.#series = new Int16Array(width * height).fill(-1);
  }

  /** Sets the dot at a place in the unit square. */
  dot(x: number, y: number, series: number): void {
    this.#set(this.#across(x), this.#up(y), series);
  }

  /** A straight line of dots. */
  line(from: DotPlace, to: DotPlace, series: number): void {
    const [x0, y0] = [this.#across(from[0]), this.#up(from[1])];
    const [x1, y1] = [this.#across(to[0]), this.#up(to[1])];
    const steps = Math.max(1, Math.abs(x1 - x0), Math.abs(y1 - y0));
    for (let step = 0; step <= steps; step++) {
      this.#set(Math.round(x0 + ((x1 - x0) * step) / steps), Math.round(y0 + ((y1 - y0) * step) / steps), series);
    }
  }

  /** A dotted line without a colour. */
  rule(from: readonly [number, number], to: readonly [number, number]): void {
    const steps = this.width * DOTS_ACROSS;
    for (let step = 0; step <= steps; step += 3) {
      const part = step / steps;
      this.#set(this.#across(from[0] + (to[0] - from[0]) * part), this.#up(from[1] + (to[1] - from[1]) * part), -1);
    }
  }

  /** Puts a letter in place of dots; false if there is one already. */
  letter(x: number, y: number, text: string, series: number): boolean {
    const cell = this.#cell(this.#across(x), this.#up(y));
    if (cell === null || this.#letters[cell] !== undefined) return false;
    this.#letters[cell] = text;
    this.#series[cell] = series;
    return true;
  }

  /** The characters of a row, from the top. */
  row(index: number, letterOf: ((series: number) => string) | null): DrawnCell[] {
    return Array.from({ length: this.width }, (_, column) => {
      const cell = index * this.width + column;
      const mask = this.#masks[cell] as number;
      const series = this.#series[cell] as number;
      const letter = this.#letters[cell];
      if (letter !== undefined) return { text: letter, series };
      if (mask === 0) return { text: ' ', series: -1 };
      return { text: letterOf ? letterOf(series) : String.fromCharCode(BRAILLE + mask), series };
    });
  }

  #across(x: number): number {
    return Math.round(x * (this.width * DOTS_ACROSS - 1));
  }

  /** From the top. */
  #up(y: number): number {
    return Math.round((1 - y) * (this.height * DOTS_UP - 1));
  }

  #cell(across: number, down: number): number | null {
    const [column, row] = [Math.floor(across / DOTS_ACROSS), Math.floor(down / DOTS_UP)];
    return column >= 0 && column < this.width && row >= 0 && row < this.height ? row * this.width + column : null;
  }

  #set(across: number, down: number, series: number): void {
    const cell = this.#cell(across, down);
    if (cell === null) return;
    const bits = BITS[down % DOTS_UP] as readonly [number, number];
    this.#masks[cell] = (this.#masks[cell] as number) | bits[across % DOTS_ACROSS === 0 ? 0 : 1];
    if (series >= 0) this.#series[cell] = series;
  }
}
