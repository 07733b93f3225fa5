import type { ConfigOptions } from '../config/config.ts';
import { isSwjobError, SwjobError, usageError } from '../errors.ts';
import { findSelected } from '../job/find.ts';
import type { Instance, JobScope, JobSource } from '../job/instance.ts';
import { resolveJob, resolveProject } from '../uri/resolve.ts';
import type { JobTarget, ProjectTarget } from '../uri/target.ts';
import type { Run } from './run.ts';

/** A job, with its instance and the parts of the URI that named it. */
export interface FoundJob {
  readonly source: JobSource;
  readonly instance: Instance;
  readonly target: JobTarget;
}

/** Finds the job that a URI names; with `any`, among active jobs, then among removed ones. */
export async function findJob(run: Run, uri: string, among: JobScope = 'any'): Promise<FoundJob> {
  const target = resolveJob(uri, { config: await loadConfig(run) });
  const instance = await run.session.instance(target.instance);
  return { source: await findSelected(instance, target.project, target.job, among), instance, target };
}

/** Finds the project that a URI names (default: the current one), with its instance. */
export async function findProject(
  run: Run,
  uri = '',
): Promise<{ readonly instance: Instance; readonly target: ProjectTarget }> {
  const target = resolveProject(uri, { config: await loadConfig(run) });
  return { instance: await run.session.instance(target.instance), target };
}

/** An error; if an alias was given as a project that was not found, its hint says how to name those of the instance. */
export async function withInstanceHint(run: Run, uri: string | undefined, error: unknown): Promise<unknown> {
  if (uri === undefined || !isSwjobError(error, 'not-found')) return error;
  if (!(await loadConfig(run)).instances.has(uri)) return error;
  const { code, message, status } = error;
  const meant = `${uri} is an instance: cloud://${uri} means its current project, ${uri}/project/NAME any of them.`;
  return new SwjobError(code, message, {
    hint: error.hint === undefined ? meant : `${error.hint}\n${meant}`,
    status,
    cause: error,
  });
}

/**
 * The field by which commands find jobs of this project again: an id is enough in the current project, jobs of others
 * need their URI.
 */
export async function nameField(run: Run, { instance, project }: ProjectTarget): Promise<'id' | 'uri'> {
  const config = await loadConfig(run);
  const place = ({ instance: at, project: name }: ProjectTarget) =>
    JSON.stringify([at.kind === 'standalone' ? at.root : at.address, name]);
  try {
    return place(resolveProject('', { config })) === place({ instance, project }) ? 'id' : 'uri';
  } catch {
    // There is no current project.
    return 'uri';
  }
}

/** The job URIs of an argument list; `-` is replaced by the lines of standard input. */
export async function expandJobArguments(run: Run, args: readonly string[]): Promise<readonly string[]> {
  const dashes = args.filter((argument) => argument === '-').length;
  if (dashes > 1) throw usageError('- (standard input) can be given only once');
  if (dashes === 0) return args;
  if (run.context.stdin.isTTY) run.note('Reading job URIs from standard input, one per line; end with Ctrl-D.');
  const { text } = process.getBuiltinModule('node:stream/consumers');
  const lines = (await text(run.context.stdin)).split(/\r?\n/).map((line) => line.trim());
  const uris = lines.filter((line) => line !== '');
  const all = args.flatMap((argument) => (argument === '-' ? uris : [argument]));
  if (all.length === 0) throw usageError('no job URIs on standard input');
  return all;
}

const warned = new WeakSet<Run>();

/** Loads the config; prints its warnings once per run. */
export async function loadConfig(run: Run, options?: ConfigOptions): ReturnType<Run['session']['config']> {
  const config = await run.session.config(options);
  if (!warned.has(run)) {
    warned.add(run);
    for (const warning of config.warnings) run.warn(`warning: ${warning}`);
  }
  return config;
}
