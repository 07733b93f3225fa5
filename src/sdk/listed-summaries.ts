import type { TypedRow } from '../datastore/typed-value.ts';
import type { Instance } from '../job/instance.ts';

/** The summaries of the jobs of a list, read at once when the first one is asked for. */
export class ListedSummaries {
  readonly #instance: Instance;
  readonly #project: string;
  readonly #uuids: readonly string[];
  readonly #choose: (summary: TypedRow) => TypedRow;
  #read: Promise<ReadonlyMap<string, TypedRow>> | undefined;

  constructor(
    instance: Instance,
    project: string,
    uuids: readonly string[],
    choose: (summary: TypedRow) => TypedRow = (summary) => summary,
  ) {
    this.#instance = instance;
    this.#project = project;
    this.#uuids = uuids;
    this.#choose = choose;
  }

  async of(uuid: string): Promise<TypedRow | undefined> {
    this.#read ??= this.#instance.summaries(this.#project, this.#uuids);
    try {
      const summary = (await this.#read).get(uuid);
      return summary && this.#choose(summary);
    } catch (error) {
      // A failure is not kept: the network may come back.
      this.#read = undefined;
      throw error;
    }
  }
}
