import type { Session } from '../session.ts';
import { resolveProject } from '../uri/resolve.ts';
import { type CreateRequest, checkRequest } from './request.ts';
import type { ServerPlan } from './server-plan.ts';
import { planStandalone, type StandalonePlan } from './standalone-plan.ts';

export type CreatePlan = StandalonePlan | ServerPlan;

/**
 * What to run or send for a new job, on the instance of its project. Throws for everything that can be checked before
 * anything is done.
 */
export async function planCreate(
  request: CreateRequest,
  session: Session,
  warn: (text: string) => void,
): Promise<CreatePlan> {
  checkRequest(request);
  const config = await session.config();
  const { instance, project } = resolveProject(request.project, { config });
  const context = { config, options: session.options, warn };
  if (instance.kind === 'standalone') return planStandalone(request, instance, project, context);
  const { planServer } = await import('./server-plan.ts');
  return planServer(request, instance, project, context);
}
