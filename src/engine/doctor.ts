import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { InstanceConfig } from '../config/instance-config.ts';
import { isSwjobError, messageOf } from '../errors.ts';
import type { Session } from '../session.ts';
import type { SessionOptions } from '../session-options.ts';
import { checkProject, projectNames } from '../standalone/job-folders.ts';
import { counted } from '../text/counted.ts';
import { resolveInstance } from '../uri/resolve.ts';
import { checkPython, choosePython } from './python.ts';

/** What was checked, and the result. */
export interface Check {
  /** `config`, `store`, `python`, or `instance` with its alias. */
  readonly check: string;
  /** A warning affects nothing that is in use. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do about it; null if there is nothing to do. */
  readonly hint: string | null;
}

/** A server that takes longer than this to answer has failed the check. */
const TIMEOUT_MS = 10_000;

/** Checks everything that commands rely on, and yields one result after the other. `python` names the Python to check. */
export async function* examine(session: Session, python?: string): AsyncGenerator<Check> {
  let config: Config;
  try {
    config = await session.config();
  } catch (error) {
    // Without the config, nothing else can be checked.
    yield failed('config', error);
    return;
  }
  yield configCheck(config);
  const isStandalone = config.instances.get(config.currentInstance)?.kind === 'standalone';
  yield tolerated(storeCheck(config), isStandalone);
  yield tolerated(await pythonCheck(session.options, python), isStandalone || python !== undefined);
  const servers = [...config.instances.values()].filter(({ kind }) => kind === 'server');
  // All are asked at the same time, and reported in the order of the config.
  for (const check of servers.map((server) => serverCheck(server, config, session.options))) yield await check;
}

function configCheck(config: Config): Check {
  const { currentInstance, instances, path, warnings } = config;
  const current = instances.get(currentInstance);
  if (current === undefined) {
    const hint = `Choose one with swjob instance select: ${[...instances.keys()].join(', ')}`;
    const detail = `${path}: the current instance ${JSON.stringify(currentInstance)} is missing from it`;
    return { check: 'config', state: 'failed', detail, hint };
  }
  const [warning] = warnings;
  if (warning !== undefined) return { check: 'config', state: 'warning', detail: warning, hint: null };
  const where = existsSync(path) ? path : `${path} (missing: defaults are used)`;
  const project = current.currentProject === null ? 'no current project' : `project ${current.currentProject}`;
  return ok('config', `${where}, current instance ${currentInstance}, ${project}`);
}

function storeCheck({ storageRoot, instances }: Config): Check {
  const project = instances.get('local')?.currentProject ?? 'self';
  try {
    checkProject(storageRoot, project);
    accessSync(join(storageRoot, project), constants.R_OK | constants.X_OK);
  } catch (error) {
    return failed('store', error);
  }
  try {
    accessSync(join(storageRoot, project), constants.W_OK);
  } catch {
    const detail = `${storageRoot}: jobs can be read, but not run or removed: the project ${project} is not writable`;
    return {
      check: 'store',
      state: 'warning',
      detail,
      hint: 'To run jobs, set $SW_LOCAL_STORAGE to a folder that you can write to.',
    };
  }
  const count = projectNames(storageRoot).length;
  return ok('store', `${storageRoot}, ${counted(count, 'project')}`);
}

async function pythonCheck(options: SessionOptions, named: string | undefined): Promise<Check> {
  try {
    const { command, pythonVersion, starwhaleVersion } = await checkPython(choosePython(named, options), options.env);
    return ok('python', `${command}, Python ${pythonVersion}, starwhale ${starwhaleVersion}`);
  } catch (error) {
    return failed('python', error);
  }
}

async function serverCheck({ alias }: InstanceConfig, config: Config, options: SessionOptions): Promise<Check> {
  const check = `instance ${alias}`;
  try {
    const target = resolveInstance(`cloud://${alias}`, { config });
    if (target.kind !== 'server') return ok(check, 'Standalone');
    const { withHttp } = await import('../server/open.ts');
    const { serverVersion, whoAmI } = await import('../server/account.ts');
    const requestTimeoutMs = options.http?.requestTimeoutMs ?? TIMEOUT_MS;
    return await withHttp(target, { ...options, http: { ...options.http, requestTimeoutMs } }, async (http) => {
      const user = await whoAmI(http);
      return ok(check, `${target.address}, version ${await serverVersion(http)}, logged in as ${user.name}`);
    });
  } catch (error) {
    return failed(check, error);
  }
}

function ok(check: string, detail: string): Check {
  return { check, state: 'ok', detail, hint: null };
}

/** A failure of something that is not in use is only a warning. */
function tolerated(check: Check, isInUse: boolean): Check {
  return isInUse || check.state !== 'failed' ? check : { ...check, state: 'warning' };
}

function failed(check: string, error: unknown): Check {
  const detail = messageOf(error);
  return { check, state: 'failed', detail, hint: (isSwjobError(error) ? error.hint : undefined) ?? null };
}
