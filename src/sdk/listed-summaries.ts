import type { TypedRow } from '../datastore/typed-value.ts';
import type { Instance } from '../job/instance.ts';

/** The summaries of the jobs of a list, read at once when the first one is asked for. */
export class ListedSummaries {
  readonly #instance: Instance;
  readonly #project: string;
  readonly #uuids: readonly string[];
  #read: Promise<ReadonlyMap<string, TypedRow>> | undefined;

  constructor(instance: Instance, project: string, uuids: readonly string[]) {
    this.#instance = instance;
    this.#project = project;
    this.#uuids = uuids;
  }

  async of(uuid: string): Promise<TypedRow | undefined> {
    this.#read ??= this.#instance.summaries(this.#project, this.#uuids);
    try {
      return (await this.#read).get(uuid);
    } catch (error) {
      // A failure is not kept: the network may come back.
      this.#read = undefined;
      throw error;
    }
  }
}
