import type { PickleInput } from './input.ts';
import type { KeyIndexes } from './key.ts';
import { type Memory, SIZE } from './limits.ts';
import type { EntryPart, Part } from './part.ts';
import { UnreadablePickle } from './unreadable.ts';

/** Memo indexes below this are kept in an array. */
const DENSE_MEMO = 2 ** 21;
/** More than any value within the limits needs: a growing array takes twice its memory. */
const MAX_HEIGHT = 2 ** 20;
/** The memory of this many elements is counted at a time. */
const GROWN = 64;
const MAX_MARKS = 10_000;

/** The stack and the memo that a pickle's opcodes work on. */
export class PickleStack {
  readonly input: PickleInput;
  readonly memory: Memory;
  #keyIndexes: KeyIndexes | null = null;
  protocol = 0;
  buffers = 0;
  /** The number of lists, tuples, sets and dicts so far: no value is nested deeper. */
  containers = 0;
  /** Whether all parts are values already. */
  hasOnlyValues = true;
  /** Whether a part may occur in several places, and so inside itself. */
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

  /** Created with the first large dict. */
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

  /** Removes the top, or the mark if nothing is above it. */
  drop(): void {
    if (this.#parts.length > this.#floor) this.#parts.pop();
    else this.dropMark();
  }

  mark(): void {
    if (this.#marks.push(this.#floor) > MAX_MARKS) throw new UnreadablePickle('it puts too many marks on the stack');
    this.#floor = this.#parts.length;
  }

  /** Removes the last mark; returns what was above it. */
  popMark(): Part[] {
    this.memory.use(SIZE.array + (this.#parts.length - this.#floor) * SIZE.slot);
    const items = this.#parts.slice(this.#floor);
    this.dropMark();
    return items;
  }

  /** Removes the last mark; returns what was above it as pairs of a key and a value. */
  popEntries(): EntryPart[] {
    const parts = this.#parts;
    const end = parts.length;
    if ((end - this.#floor) % 2 !== 0) throw new UnreadablePickle('it has a dict with a key without a value');
    this.memory.use(SIZE.array + ((end - this.#floor) / 2) * SIZE.entry);
    // A growing array would reserve more than most dicts need.
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

  /** Stores the top in the memo under the next index. */
  memoize(): void {
    this.remember(this.#memoized);
  }

  /** Stores the top in the memo. */
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

  /** What was stored in the memo. */
  recall(place: number): Part {
    const part = this.#memo[place] ?? this.#sparseMemo?.get(place);
    if (part === undefined) throw new UnreadablePickle('it refers to a value that it does not have');
    return part;
  }
}

function underflow(): UnreadablePickle {
  return new UnreadablePickle('an opcode takes more values than there are');
}
