import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJobUri, formatProjectUri } from '../../src/uri/format.ts';
import { resolveInstance, resolveJob, resolveProject } from '../../src/uri/resolve.ts';
import type { ServerTarget, StandaloneTarget } from '../../src/uri/target.ts';
import { configOf, SAMPLE } from './config-sample.ts';

const local: StandaloneTarget = { kind: 'standalone', alias: 'local', root: '/store' };
const server: ServerTarget = {
  kind: 'server',
  alias: 'srv',
  address: 'https://host:8443',
  token: 'SECRET',
  currentProject: null,
  userName: null,
};

describe('canonical URIs', () => {
  it('name a Standalone job by alias', () => {
    expect(formatJobUri(local, 'self', 'xm5wnup')).toBe('local/project/self/job/xm5wnup');
    expect(formatProjectUri(local, 'self')).toBe('local/project/self');
  });

  it('name a Server job by address, without the token', () => {
    expect(formatJobUri(server, '1', '3')).toBe('https://host:8443/project/1/job/3');
    expect(formatProjectUri(server, 'owner:my project')).toBe('https://host:8443/project/owner:my%20project');
  });

  it.each(['a/b', 'a:b', '', 'a b'])('write local for the alias %j, which cannot be part of a URI', (alias) => {
    expect(formatProjectUri({ ...local, alias }, 'self')).toBe('local/project/self');
  });
});

describe('canonical URIs of instances in the config', () => {
  const scope = { config: configOf(SAMPLE) };
  const LOCAL = resolveInstance('local', scope);
  const SRV = resolveInstance('srv', scope);
  const CLOUD = resolveInstance('cloud.example', scope);
  const project = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_ äé%#+@&=-]{0,10}[A-Za-z0-9]$/);
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/);

  it('parse back to the same job', () => {
    const instance = fc.constantFrom(LOCAL, SRV, CLOUD);
    fc.assert(
      fc.property(instance, project, id, (target, name, jobId) => {
        const job = { instance: target, project: name, job: { kind: 'id', id: jobId } };
        expect(resolveJob(formatJobUri(target, name, jobId), scope)).toEqual(job);
        expect(resolveProject(formatProjectUri(target, name), scope)).toEqual({ instance: target, project: name });
      }),
    );
  });

  it('parse back with an owner', () => {
    fc.assert(
      fc.property(project, project, (owner, name) => {
        const full = `${owner}:${name}`;
        expect(resolveProject(formatProjectUri(CLOUD, full), scope)).toEqual({ instance: CLOUD, project: full });
      }),
    );
  });
});
