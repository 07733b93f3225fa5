import { describe, expect, it } from 'vitest';
import { actOnContainers, type ContainerAction } from '../../src/standalone/containers.ts';

/** A docker command that lists these containers, and records its arguments. */
function docker(listed: string) {
  const calls: (readonly string[])[] = [];
  const run = async (args: readonly string[]) => {
    calls.push(args);
    return args[0] === 'ps' ? listed : '';
  };
  return { calls, run };
}

describe('actOnContainers', () => {
  it.each<[ContainerAction, string[]]>([
    ['pause', ['pause', 'abc123', 'def456']],
    ['resume', ['unpause', 'abc123', 'def456']],
    ['cancel', ['rm', '-fv', 'abc123', 'def456']],
  ])('acts on every container of the job to %s it', async (action, command) => {
    const { calls, run } = docker('abc123\ndef456\n');
    await actOnContainers(action, 'xm5wnup', run);
    expect(calls).toEqual([['ps', '--quiet', '--filter', 'label=version=xm5wnup'], command]);
  });

  it('says that no container runs the job, and does nothing', async () => {
    const { calls, run } = docker('\n');
    await expect(actOnContainers('cancel', 'xm5wnup', run)).rejects.toMatchObject({
      code: 'operation-failed',
      message: 'no container runs the job xm5wnup',
    });
    expect(calls).toHaveLength(1);
  });

  it('passes on only container ids', async () => {
    const { calls, run } = docker('--rm abc123 $(reboot)\n');
    await actOnContainers('pause', 'xm5wnup', run);
    expect(calls[1]).toEqual(['pause', 'abc123']);
  });

  it('says that docker is missing, or why it failed', async () => {
    const missing = Object.assign(new Error('spawn docker ENOENT'), { code: 'ENOENT' });
    await expect(actOnContainers('pause', 'x', () => Promise.reject(missing))).rejects.toThrow(
      'docker is not installed',
    );
    const failed = Object.assign(new Error('Command failed'), { stderr: 'Cannot connect to the daemon\nmore' });
    await expect(actOnContainers('pause', 'x', () => Promise.reject(failed))).rejects.toThrow(
      'docker ps failed: Cannot connect to the daemon',
    );
  });
});
