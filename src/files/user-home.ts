/** The user's home folder; `HOME=''` says that there is none, where swcli would look below the working folder. */
export function userHome(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['HOME'] === '') return undefined;
  if (env['HOME'] !== undefined) return env['HOME'];
  try {
    return process.getBuiltinModule('node:os').homedir() || undefined;
  } catch {
    return undefined;
  }
}
