import type { TypedRow } from '../datastore/typed-value.ts';
import type { Instance, Summaries } from '../job/instance.ts';
import { forSeveral } from './call-signals.ts';

/** The summaries of the jobs in a list: all are read together when the first is needed, unless they are known already. */
export class ListedSummaries {
  readonly #instance: Instance;
  readonly #project: string;
  readonly #uuids: readonly string[];
  #read: Promise<Summaries> | undefined;

  constructor(instance: Instance, project: string, uuids: readonly string[], known: Summaries | undefined) {
    this.#instance = instance;
    this.#project = project;
    this.#uuids = uuids;
    if (known !== undefined) this.#read = Promise.resolve(known);
  }

  async of(uuid: string): Promise<TypedRow | undefined> {
    this.#read ??= forSeveral(() => this.#instance.summaries(this.#project, this.#uuids));
    try {
      return (await this.#read).get(uuid);
    } catch (error) {
      // A failure is not cached: the network may come back.
      this.#read = undefined;
      throw error;
    }
  }
}
