import { UnreadablePickle } from './unreadable.ts';

/** The limits for a pickle. One that exceeds any of them is not read. */
export interface PickleLimits {
  /** Maximum nesting of its value. */
  readonly depth: number;
  /** Maximum length in bytes, and maximum of characters in its strings and bytes, counted at each use. */
  readonly bytes: number;
  /** Maximum of values, counted at each use. */
  readonly values: number;
  /** Approximate maximum of memory to read it, in bytes, in addition to the pickle itself. */
  readonly memory: number;
}

const MIB = 2 ** 20;

export const PICKLE_LIMITS: PickleLimits = { depth: 500, bytes: 64 * MIB, values: 1_000_000, memory: 64 * MIB };

/** The approximate memory of each in a process, in bytes: more than V8 counts, as garbage is collected late. */
export const SIZE = {
  slot: 8,
  /** An element of a growing array, which is copied to ever larger ones. */
  grown: 24,
  /** A typed value: a type and a value. */
  node: 52,
  /** A number other than a small integer. */
  double: 80,
  /** An integer of more than 64 bits. */
  long: 130,
  array: 112,
  entry: 72,
  /** The position of a key in a large dict. */
  indexed: 115,
  index: 300,
  string: 68,
  bytes: 340,
  /** A list of many numbers, and each of them. */
  numbers: 800,
  packed: 9,
  object: 260,
  attribute: 56,
  /** What is noted about a value that may be shared. */
  known: 140,
  /** An object before it becomes a value. */
  made: 240,
} as const;

/** What reading takes before it stores anything: mainly compiled code. */
export const FIRST = 6 * MIB;

/** Counts memory, and throws if a pickle needs too much. */
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
