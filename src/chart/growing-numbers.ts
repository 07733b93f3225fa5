const FIRST_SIZE = 256;

/** Numbers that come one after the other, eight bytes each. */
export class GrowingNumbers {
  length = 0;
  #numbers = new Float64Array(FIRST_SIZE);

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = value;
  }

  /** The numbers so far, valid until the next one is pushed. */
  view(): Float64Array {
    return this.#numbers.subarray(0, this.length);
  }
}
