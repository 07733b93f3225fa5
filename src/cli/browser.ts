import { platform } from 'node:os';
import type { Context } from './context.ts';

/** Opens an address in the browser; false if there is none. */
export async function showInBrowser({ env, spawn }: Context, url: string): Promise<boolean> {
  const opener = browserCommand(env, platform());
  if (opener === null) return false;
  const [command = '', ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', env: { ...env } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (status) => resolve(status === 0));
  });
}

/** The command that opens an address: `$BROWSER`, else the system's, which needs a desktop; null if there is none. */
function browserCommand(env: Context['env'], system: NodeJS.Platform): readonly string[] | null {
  const chosen = (env['BROWSER'] ?? '').split(' ').filter((word) => word !== '');
  if (chosen.length > 0) return chosen;
  if (system === 'darwin') return ['open'];
  // Not `start`: it needs a shell, which would interpret `&` and `%` in an address.
  if (system === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}
