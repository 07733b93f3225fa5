import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode, isError, messageOf, SwjobError } from '../errors.ts';

/** Runs `docker` with these arguments, and resolves to its output. Injected, so that tests need no docker. */
export type RunDocker = (args: readonly string[]) => Promise<string>;

export const runDocker: RunDocker = async (args) =>
  (await promisify(execFile)('docker', [...args], { timeout: 60_000 })).stdout;

/** The client labels a job's container `version=<id>`, and acts on it with these docker commands. */
const COMMANDS = { pause: ['pause'], resume: ['unpause'], cancel: ['rm', '-fv'] } as const;

export type ContainerAction = keyof typeof COMMANDS;

/** Acts on the containers that run a job; throws if there is no docker, or no such container. */
export async function actOnContainers(action: ContainerAction, version: string, docker: RunDocker): Promise<void> {
  const listed = await tryDocker(docker, ['ps', '--quiet', '--filter', `label=version=${version}`]);
  const containers = listed.split(/\s+/).filter((id) => /^[0-9a-f]+$/i.test(id));
  if (containers.length === 0) {
    throw new SwjobError('operation-failed', `no container runs the job ${version}`, {
      hint: `On Standalone only jobs in a container can be changed: it would have the label version=${version}.`,
    });
  }
  await tryDocker(docker, [...COMMANDS[action], ...containers]);
}

async function tryDocker(docker: RunDocker, args: readonly string[]): Promise<string> {
  try {
    return await docker(args);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      throw new SwjobError('operation-failed', 'docker is not installed', {
        hint: 'On Standalone, pause, resume and cancel act on the container of a job through the docker command.',
      });
    }
    const stderr = isError(error) && 'stderr' in error ? String(error.stderr).trim() : '';
    const reason = stderr || messageOf(error);
    throw new SwjobError('operation-failed', `docker ${args[0]} failed: ${reason.split('\n')[0]}`, { cause: error });
  }
}
