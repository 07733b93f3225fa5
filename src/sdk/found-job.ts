import { findSelected } from '../job/find.ts';
import type { ActionOptions, Instance, JobAction, JobScope, JobSource } from '../job/instance.ts';
import type { Session } from '../session.ts';
import { resolveJob, resolveProject } from '../uri/resolve.ts';
import type { InstanceTarget, ProjectTarget } from '../uri/target.ts';

/** A job with the instance that has it. */
export interface FoundJob {
  readonly source: JobSource;
  readonly instance: Instance;
  /** In the form that the instance's methods take. */
  readonly project: string;
  readonly target: InstanceTarget;
}

/** Looks up a job; each call asks the instance again. */
export type FindJob = (among: JobScope) => Promise<FoundJob>;

/** The instances that a program sees, and the project of URIs that name none. */
export interface View {
  readonly session: Session;
  /** The project of URIs that name none; the current one if undefined. */
  readonly project?: string | undefined;
  /** Aborts every call. */
  readonly signal?: AbortSignal | undefined;
}

/** The project that a URI names; '' means that of the view. */
export async function projectIn({ session, project }: View, uri: string): Promise<ProjectTarget> {
  return resolveProject(uri === '' ? (project ?? '') : uri, await scopeOf({ session, project }));
}

export async function findInView(view: View, uri: string, among: JobScope): Promise<FoundJob> {
  const target = resolveJob(uri, await scopeOf(view));
  const instance = await view.session.instance(target.instance);
  const source = await findSelected(instance, target.project, target.job, among);
  return { source, instance, project: target.project, target: target.instance };
}

/**
 * Acts on a job that was not found: a store finishes an interrupted deletion, and reports an active job that needs no
 * recovery. Returns false on a Server.
 */
export async function actUnseen(view: View, uri: string, action: JobAction, options: ActionOptions): Promise<boolean> {
  const { instance, project, job } = resolveJob(uri, await scopeOf(view));
  if (instance.kind !== 'standalone' || job.kind !== 'id') return false;
  await (await view.session.instance(instance)).act(action, project, job.id, options);
  return true;
}

async function scopeOf({ session, project }: View) {
  const config = await session.config();
  return project === undefined ? { config } : { config, within: resolveProject(project, { config }) };
}
