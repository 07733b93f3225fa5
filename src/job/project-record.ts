/** A project on an instance. */
export interface ProjectRecord {
  /** The project's URI. */
  readonly uri: string;
  /** The alias of the instance in the config, or its address if it has none. */
  readonly instance: string;
  /** A number on a Server, the name on Standalone. */
  readonly id: string;
  /** The project's name. */
  readonly name: string;
  /** The name of the owner; null on Standalone. */
  readonly owner: string | null;
  /** Whether it is the current project of its instance. */
  readonly current: boolean;
}
