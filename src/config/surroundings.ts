/** What a run of swjob may know of the machine around it; the command line fills it in, tests and the library too. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, undefined where the machine names none. */
  readonly home: string | undefined;
}

/** The value of an environment variable, null when it is unset or empty: an empty one counts as unset. */
export function environmentText(surroundings: Surroundings, name: string): string | null {
  const value = surroundings.env[name];
  return value === undefined || value === '' ? null : value;
}
