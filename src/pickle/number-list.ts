import { lazyList } from './lazy-list.ts';
import { type Memory, SIZE } from './limits.ts';

interface NumberValue {
  readonly type: 'INT64' | 'FLOAT64';
  readonly value: number;
}

/** A list of numbers in nine bytes each; as values they would take seven times as much. */
export class NumberList {
  readonly #numbers: Float64Array;
  readonly #isFloat: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#numbers = new Float64Array(capacity);
    this.#isFloat = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  add(number: number, isFloat: boolean): void {
    this.#numbers[this.#length] = number;
    if (isFloat) this.#isFloat[this.#length] = 1;
    this.#length++;
  }

  values(): readonly NumberValue[] {
    return lazyList(this.#length, (index) => this.#at(index));
  }

  /** The values while the pickle is being read: counts the memory of each one that is taken. */
  parts(memory: Memory): readonly NumberValue[] {
    return lazyList(this.#length, (index) => {
      memory.use(SIZE.node + SIZE.double + 2 * SIZE.grown);
      return this.#at(index);
    });
  }

  #at(index: number): NumberValue {
    return { type: this.#isFloat[index] === 1 ? 'FLOAT64' : 'INT64', value: this.#numbers[index] as number };
  }
}
