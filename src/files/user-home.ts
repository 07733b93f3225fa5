/** The user's home folder. `HOME=''` means that there is none; swcli would use the working directory instead. */
export function userHome(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env['HOME'] === '') return undefined;
  if (env['HOME'] !== undefined) return env['HOME'];
  try {
    return process.getBuiltinModule('node:os').homedir() || undefined;
  } catch {
    return undefined;
  }
}
