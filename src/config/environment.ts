/** What a run knows about its machine; filled in by the command line, the library and tests. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder; undefined if it is unknown. */
  readonly home: string | undefined;
}

/** The value of an environment variable; null if it is unset or empty. */
export function environmentText(environment: Environment, name: string): string | null {
  const value = environment.env[name];
  return value === undefined || value === '' ? null : value;
}
