import { timingSafeEqual } from 'node:crypto';
import { page, success, unauthorized } from './answer.ts';
import { type Route, route } from './router.ts';
import { OWNER, type StandInProject, type StandInState } from './state.ts';

export interface Credentials {
  readonly userName: string;
  readonly userPwd: string;
  /** The token after `Bearer `. */
  readonly token: string;
}

/** Refuses a request without a valid token, with different messages for a missing and a wrong one. */
export function checkToken(header: string | undefined, { token }: Credentials): void {
  if (header === undefined) throw unauthorized('Not logged in.');
  const [given, wanted] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw unauthorized('JWT token is expired or invalid.');
  }
}

/** Who and what the server is: log-in, user, version, resource pools, projects. */
export function accountRoutes(state: StandInState, credentials: Credentials): readonly Route[] {
  const user = { ...OWNER, systemRole: 'OWNER', projectRoles: rolesIn(state.projects) };
  return [
    route('POST', 'login', ({ body }) => {
      const form = new URLSearchParams(typeof body === 'string' ? body : '');
      const { userName, userPwd, token } = credentials;
      if (form.get('userName') !== userName || form.get('userPwd') !== userPwd) {
        throw unauthorized('Wrong username or password');
      }
      return { ...success(user), headers: { Authorization: `Bearer ${token}` } };
    }),
    route('GET', 'user/current', () => success(user)),
    route('GET', 'system/version', () => success({ id: '', version: '0.1.0:stand-in' })),
    route('GET', 'system/resourcePool', () => success([RESOURCE_POOL])),
    route('GET', 'project', ({ query }) => {
      const named = query.get('projectName') ?? '';
      const found = state.projects.filter(({ name }) => name.startsWith(named));
      return page(found, query, (project) => projectAnswer(state, project));
    }),
    route('GET', 'project/:project', ({ params }) => success(projectAnswer(state, state.project(params.project)))),
  ];
}

const RESOURCE_POOL = {
  name: 'default',
  nodeSelector: {},
  resources: ['cpu', 'nvidia.com/gpu', 'memory'].map((name) => ({ name, max: null, min: null, defaults: null })),
  tolerations: null,
  metadata: null,
  isPrivate: null,
  visibleUserIds: null,
};

function rolesIn(projects: readonly StandInProject[]): Record<string, string> {
  return Object.fromEntries(projects.map(({ id }) => [id, 'OWNER']));
}

function projectAnswer({ packages, jobs }: StandInState, { id, name }: StandInProject): object {
  return {
    id,
    name,
    description: null,
    privacy: 'PRIVATE',
    createdTime: OWNER.createdTime,
    owner: OWNER,
    statistics: {
      modelCounts: packages.of(name, 'model').length,
      datasetCounts: packages.of(name, 'dataset').length,
      runtimeCounts: packages.of(name, 'runtime').length,
      memberCounts: 1,
      evaluationCounts: jobs.filter((job) => job.project === name).length,
    },
  };
}
