import { platform } from 'node:os';
import { rowFromPlain } from '../../datastore/typed-value.ts';
import { usageError } from '../../errors.ts';
import type { Context } from '../context.ts';
import { type FoundJob, findJob } from '../jobs.ts';
import { printDocument } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { isServerInstance } from '../server-job.ts';

/** Opens the page of a Server's job in the web console. */
export const open: Command = async ([uri = ''], _options, run) => {
  await openJobPage(run, await findJob(run, uri));
  return undefined;
};

/**
 * Shows the console's page of a job in the browser. Where the output is no terminal, is for programs, or there is no
 * browser, its address is printed. A Standalone job has none: that is wrong usage.
 */
export async function openJobPage(run: Run, { instance, source, target }: FoundJob): Promise<void> {
  if (!isServerInstance(instance)) {
    throw usageError(
      'a Standalone job has no page in a web console',
      `Its report is shown by: swjob info ${source.id}`,
    );
  }
  const url = await instance.jobs.consoleUrl(target.project, source.id);
  const { format, quiet, fields } = run.output;
  const isForPeople = run.context.stdout.isTTY === true && format === 'table' && !quiet && fields === undefined;
  if (isForPeople && (await showInBrowser(run.context, url))) {
    run.note(`Opened ${url}`);
    return;
  }
  await printDocument(run, {
    record: rowFromPlain({ uri: source.uri, url }),
    id: url,
    lines: async () => [url],
    piped: async () => [url],
  });
}

/** Hands an address to the browser; false where there is none. */
async function showInBrowser({ env, spawn }: Context, url: string): Promise<boolean> {
  const opener = browserCommand(env, platform());
  if (opener === null) return false;
  const [command = '', ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', env: { ...env } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (status) => resolve(status === 0));
  });
}

/** The command that shows an address on this machine: `$BROWSER`, else the system's own, which needs a desktop. */
function browserCommand(env: Context['env'], system: NodeJS.Platform): readonly string[] | null {
  const chosen = (env['BROWSER'] ?? '').split(' ').filter((word) => word !== '');
  if (chosen.length > 0) return chosen;
  if (system === 'darwin') return ['open'];
  // Not `start`: that belongs to a shell, which would read `&` and `%` in an address.
  if (system === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}
