import { UnreadablePickle } from './unreadable.ts';

/** What a pickle may take up. One beyond any of them is not read. */
export interface PickleLimits {
  /** How deep its value may be nested. */
  readonly depth: number;
  /** Its length in bytes. */
  readonly bytes: number;
  /** How many values it may hold, when those that are used several times are written out. */
  readonly values: number;
  /** About how many bytes of memory reading it may take beyond its own. */
  readonly memory: number;
}

const MIB = 2 ** 20;

export const PICKLE_LIMITS: PickleLimits = { depth: 500, bytes: 64 * MIB, values: 1_000_000, memory: 64 * MIB };

/** About what each takes of a process, in bytes: more than V8 counts, as it collects garbage late. */
export const SIZE = {
  slot: 8,
  /** A place in an array that grows: it is copied to ever larger ones. */
  grown: 24,
  /** A typed value: a type and a value. */
  node: 52,
  /** A number that is no small integer. */
  double: 80,
  /** An integer of more than 64 bits. */
  long: 130,
  array: 112,
  entry: 72,
  /** Where a key of a large dict lies in it. */
  indexed: 115,
  index: 300,
  string: 68,
  bytes: 340,
  /** A list of many numbers, and each of them. */
  numbers: 800,
  packed: 9,
  object: 260,
  attribute: 56,
  /** What is kept of a value that may be shared. */
  known: 140,
  /** An object to be made, before it is a value. */
  made: 240,
} as const;

/** What reading takes before it keeps anything: above all the compiled code. */
export const FIRST = 6 * MIB;

/** Counts memory, and ends the reading of a pickle that needs too much. */
export class Memory {
  readonly #limit: number;
  #used: number;

  constructor(limit: number, used = 0) {
    this.#limit = limit;
    this.#used = used;
  }

  use(bytes: number): void {
    this.#used += bytes;
    if (this.#used > this.#limit) {
      throw new UnreadablePickle(`it needs more than ${Math.ceil(this.#limit / MIB)} MiB of memory`);
    }
  }
}
