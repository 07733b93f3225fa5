const MAX_SHARED = 1000;

/**
 * What was made of the texts that many manifests share, once for all of them: the first thousand, among which those are that
 * occur often. A text that is cut out of a manifest keeps the whole manifest in memory.
 */
export class Shared<Made> {
  readonly #make: (text: string) => Made;
  readonly #made = new Map<string, Made>();

  constructor(make: (text: string) => Made) {
    this.#make = make;
  }

  of(text: string): Made {
    const known = this.#made.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    if (this.#made.size < MAX_SHARED) this.#made.set(text, made);
    return made;
  }
}
