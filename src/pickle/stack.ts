import type { PickleInput } from './input.ts';
import type { KeyIndexes } from './key.ts';
import { type Memory, SIZE } from './limits.ts';
import type { EntryPart, Part } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

/** Places in the memo below this lie in an array. */
const DENSE_MEMO = 2 ** 21;
/** More than any value within the limits needs: V8 takes twice their memory when these grow. */
const MAX_HEIGHT = 2 ** 20;
/** How many places more are counted at a time. */
const GROWN = 64;
const MAX_MARKS = 10_000;

/** The stack and the memo that a pickle's opcodes work on. */
export class PickleStack {
  readonly input: PickleInput;
  readonly memory: Memory;
  #keyIndexes: KeyIndexes | null = null;
  protocol = 0;
  buffers = 0;
  /** How many lists, tuples, sets and dicts were made: no value is nested deeper. */
  containers = 0;
  /** Whether all parts are values as they are. */
  hasOnlyValues = true;
  /** Whether a part may be found in several places, and so in itself. */
  mayShare = false;

  readonly #parts: Part[] = [];
  /** The height up to which the memory of the stack is counted. */
  #highest = GROWN;
  /** The heights of the stack at the marks below the last. */
  readonly #marks: number[] = [];
  /** The height of the stack at the last mark. */
  #floor = 0;
  readonly #memo: (Part | undefined)[] = [];
  #sparseMemo: Map<number, Part> | null = null;
  #memoized = 0;

  constructor(input: PickleInput, memory: Memory) {
    this.input = input;
    this.memory = memory;
  }

  /** Made when the first large dict is. */
  get keyIndexes(): KeyIndexes {
    this.#keyIndexes ??= new Map();
    return this.#keyIndexes;
  }

  push(part: Part): void {
    if (this.#parts.push(part) > this.#highest) this.#grow();
  }

  #grow(): void {
    if (this.#highest >= MAX_HEIGHT) throw new UnreadablePickle('it puts too many values on the stack');
    this.#highest += GROWN;
    this.memory.use(GROWN * SIZE.grown);
  }

  pop(): Part {
    const parts = this.#parts;
    if (parts.length <= this.#floor) throw underflow();
    return parts.pop() as Part;
  }

  top(): Part {
    const parts = this.#parts;
    if (parts.length <= this.#floor) throw underflow();
    return parts[parts.length - 1] as Part;
  }

  /** Takes the top away, or the mark where nothing lies above it. */
  drop(): void {
    if (this.#parts.length > this.#floor) this.#parts.pop();
    else this.dropMark();
  }

  mark(): void {
    if (this.#marks.push(this.#floor) > MAX_MARKS) throw new UnreadablePickle('it puts too many marks on the stack');
    this.#floor = this.#parts.length;
  }

  /** What lies above the last mark, which is taken away. */
  popMark(): Part[] {
    this.memory.use(SIZE.array + (this.#parts.length - this.#floor) * SIZE.slot);
    const items = this.#parts.slice(this.#floor);
    this.dropMark();
    return items;
  }

  /** Pairs of a key and a value above the last mark, which is taken away. */
  popEntries(): EntryPart[] {
    const parts = this.#parts;
    const end = parts.length;
    if ((end - this.#floor) % 2 !== 0) throw new UnreadablePickle('it has a dict with a key without a value');
    this.memory.use(SIZE.array + ((end - this.#floor) / 2) * SIZE.entry);
    // An array that grows takes room for more than most dicts hold.
    const entries = new Array<EntryPart>((end - this.#floor) / 2);
    for (let index = 0, at = this.#floor; at < end; index++, at += 2) {
      entries[index] = { key: parts[at] as Part, value: parts[at + 1] as Part };
    }
    this.dropMark();
    return entries;
  }

  dropMark(): void {
    const below = this.#marks.pop();
    if (below === undefined) throw underflow();
    this.#parts.length = this.#floor;
    this.#floor = below;
  }

  /** Keeps the top under the next number. */
  memoize(): void {
    this.remember(this.#memoized);
  }

  /** Keeps the top under a number. */
  remember(place: number): void {
    const part = this.top();
    if (place < DENSE_MEMO && place <= this.#memo.length) {
      if (this.#memo[place] === undefined) {
        this.#memoized++;
        this.memory.use(SIZE.grown);
      }
      this.#memo[place] = part;
    } else {
      this.#sparseMemo ??= new Map();
      if (!this.#sparseMemo.has(place)) this.#memoized++;
      this.memory.use(SIZE.known);
      this.#sparseMemo.set(place, part);
    }
  }

  /** What was kept under a number. */
  recall(place: number): Part {
    const part = this.#memo[place] ?? this.#sparseMemo?.get(place);
    if (part === undefined) throw new UnreadablePickle('it refers to a value that it does not have');
    return part;
  }
}

function underflow(): UnreadablePickle {
  return new UnreadablePickle('an opcode takes more values than there are');
}
