import { describe, expect, it } from 'vitest';
import { isSwjobError, type SwjobError } from '../../src/errors.ts';
import { findInstance } from '../../src/uri/instance.ts';
import { resolveJob, resolveProject } from '../../src/uri/resolve.ts';
import { configOf, SAMPLE } from './config-sample.ts';

const config = configOf(SAMPLE);
const withToken = configOf(SAMPLE, { envToken: 'Bearer SECRET' });

function errorOf(run: () => unknown): SwjobError {
  try {
    run();
  } catch (error) {
    if (isSwjobError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('an address without an instance in the config', () => {
  it('works if $SW_INSTANCE_URI makes $SW_TOKEN apply to it', () => {
    const forIt = configOf(SAMPLE, { envToken: 'Bearer SECRET', envInstance: 'https://new.example:8443/' });
    expect(resolveProject('https://new.example:8443/project/1', { config: forIt })).toEqual({
      instance: {
        kind: 'server',
        alias: null,
        address: 'https://new.example:8443',
        token: 'Bearer SECRET',
        currentProject: null,
        userName: null,
      },
      project: '1',
    });
  });

  it('has no current project', () => {
    const forIt = configOf(SAMPLE, { envToken: 'Bearer SECRET', envInstance: 'https://new.example' });
    const error = errorOf(() => resolveJob('https://new.example/job/1', { config: forIt }));
    expect(error.hint).toContain('https://new.example/project/PROJECT');
    expect(error.hint).toContain('swjob project select');
  });

  it.each([
    [{}, "the current instance, 'local', only"],
    [{ envInstance: 'https://cloud.example' }, '$SW_INSTANCE_URI, https://cloud.example, only'],
    [{ envInstance: 'https://new.example:8443' }, '$SW_INSTANCE_URI, https://new.example:8443, only'],
    [{ envInstance: 'http://new.example' }, '$SW_INSTANCE_URI, http://new.example, only'],
    [{ envInstance: 'no such alias' }, "$SW_INSTANCE_URI, 'no such alias', only"],
    [{ currentInstance: 'cloud.example' }, 'the current instance, https://cloud.example, only'],
  ])('does not get a $SW_TOKEN that is for another one: %j', (more, owner) => {
    const other = configOf(SAMPLE, { envToken: 'Bearer SECRET', ...more });
    const error = errorOf(() => resolveProject('https://new.example/project/1', { config: other }));
    expect(error).toMatchObject({ code: 'not-allowed', exitCode: 4 });
    expect(error.message).toContain(`not logged in to https://new.example: $SW_TOKEN is for ${owner}`);
    expect(error.hint).toContain('SW_INSTANCE_URI=https://new.example;');
  });

  it('is not allowed without a token, and says how to log in', () => {
    const error = errorOf(() => resolveProject('https://new.example/project/1', { config }));
    expect(error).toMatchObject({ code: 'not-allowed', message: 'not logged in to https://new.example' });
    expect(error.hint).toContain('swjob instance login https://new.example, or set $SW_TOKEN');
  });

  it('mentions the alias with the same name', () => {
    const error = errorOf(() => resolveProject('https://srv/project/1', { config }));
    expect(error.hint).toContain('cloud://srv/… names it');
  });

  it.each([
    'http://cloud.example/project/1',
    'https://cloud.example:8443/project/1',
    'https://cloud.example.evil/project/1',
  ])('never gets the token of a similar instance: %s', (text) => {
    expect(errorOf(() => resolveProject(text, { config })).code).toBe('not-allowed');
  });
});

describe('a token', () => {
  const bare = { kind: 'alias', alias: 'plain' } as const;
  const yaml = "instances: {plain: {uri: 'http://plain'}, own: {uri: 'http://own', sw_token: Bearer own}}";

  it('comes from the instance, else from $SW_TOKEN if that is for it, else there is none', () => {
    const env = configOf(yaml, { envToken: 'Bearer env', currentInstance: 'plain' });
    expect(findInstance({ kind: 'alias', alias: 'own' }, env, false).target).toMatchObject({ token: 'Bearer own' });
    expect(findInstance(bare, env, false).target).toMatchObject({ token: 'Bearer env' });
    expect(findInstance(bare, configOf(yaml), false).target).toMatchObject({ token: null });
    const named = configOf(yaml, { envToken: 'Bearer env', envInstance: 'plain' });
    expect(findInstance(bare, named, false).target).toMatchObject({ token: 'Bearer env' });
    const foreign = configOf(yaml, { envToken: 'Bearer env', currentInstance: 'own' });
    expect(errorOf(() => findInstance(bare, foreign, false)).code).toBe('not-allowed');
  });

  it.each([
    ['abc', 'Bearer abc'],
    ['bearer  abc', 'Bearer abc'],
    ['Bearer abc', 'Bearer abc'],
    ['Basic abc', 'Basic abc'],
  ])('%s is sent as %s, wherever it comes from', (given, sent) => {
    const env = configOf(yaml, { envToken: given, currentInstance: 'plain' });
    expect(findInstance(bare, env, false).target).toMatchObject({ token: sent });
    const own = configOf(`instances: {own: {uri: 'http://own', sw_token: '${given}'}}`);
    expect(findInstance({ kind: 'alias', alias: 'own' }, own, false).target).toMatchObject({ token: sent });
  });

  it('must be valid in a header, and is not shown otherwise', () => {
    const error = errorOf(() => findInstance(bare, configOf(yaml, { envToken: 'SECRET\nX: y' }), false));
    expect(error.message).toBe('$SW_TOKEN contains invalid characters (a line break?)');
  });

  it('does not come from an address, which must not hold a password', () => {
    for (const text of [
      'https://user:SECRET@host/project/1',
      'https://SECRET@host/project/1',
      'cloud://u:SECRET@srv/project/1',
    ]) {
      const error = errorOf(() => resolveProject(text, { config: withToken }));
      expect(error.code).toBe('usage');
      expect(error.hint).toContain('swjob instance login');
      expect(`${error.message}${error.hint}`).not.toContain('SECRET');
    }
    for (const text of ['user:SECRET@host/project/1', 'user:SECRET@host', 'user:SECRET@host/x']) {
      expect(errorOf(() => resolveProject(text, { config })).message).not.toContain('SECRET');
      expect(errorOf(() => resolveJob(text, { config })).message).not.toContain('SECRET');
    }
  });
});

describe('an instance by name', () => {
  it('that does not exist is not found, and lists the instances', () => {
    const error = errorOf(() => resolveJob('nope/project/1/job/3', { config }));
    expect(error).toMatchObject({ code: 'not-found', message: "the instance 'nope' is not in the config" });
    expect(error.hint).toContain("'local', 'srv', 'cloud.example', 'bare'");
    expect(errorOf(() => resolveJob('cloud://nope/project/1/job/3', { config })).code).toBe('not-found');
    expect(errorOf(() => resolveJob('constructor/project/1/job/3', { config })).code).toBe('not-found');
  });

  it('may be missing as the current one until needed', () => {
    const lost = { ...config, currentInstance: 'lost' };
    expect(resolveProject('srv/project/1', { config: lost }).project).toBe('1');
    const error = errorOf(() => resolveProject('', { config: lost }));
    expect(error.message).toBe("the current instance 'lost' is not in the config");
    expect(error.hint).toContain('swjob instance select');
  });

  it('with an invalid address is an error that names alias and file', () => {
    const broken = configOf(
      "instances: {broken: {uri: 'http://u:SECRET@h'}, ftp: {uri: 'ftp://h'}, fine: {uri: 'host:1'}}",
    );
    for (const alias of ['broken', 'ftp']) {
      const error = errorOf(() => resolveProject(`${alias}/project/1`, { config: broken }));
      expect(error.message).toBe(`the instance '${alias}' has no valid address`);
      expect(error.hint).toContain('config.yaml');
      expect(error.hint).not.toContain('SECRET');
    }
    expect(resolveProject('fine/project/1', { config: broken }).instance).toMatchObject({ address: 'http://host:1' });
  });
});

describe('several instances with one address', () => {
  const two = (second: string, current = 'local') =>
    configOf(`
current_instance: ${current}
instances:
  a: {uri: 'http://h', sw_token: t, current_project: 1}
  b: ${second}`);

  it('are fine if they agree; the current one takes precedence', () => {
    const second = "{uri: 'http://H:80/', sw_token: t, current_project: 1}";
    expect(resolveJob('http://h/job/3', { config: two(second) }).instance).toMatchObject({ alias: 'a' });
    expect(resolveJob('http://h/job/3', { config: two(second, 'b') }).instance).toMatchObject({ alias: 'b' });
  });

  it('must agree on the current project only if it is used', () => {
    const scope = { config: two("{uri: 'http://h', sw_token: t, current_project: 2}") };
    expect(resolveJob('http://h/project/9/job/3', scope).project).toBe('9');
    expect(errorOf(() => resolveJob('http://h/job/3', scope)).code).toBe('ambiguous');
  });

  it('are listed if their tokens differ, and are distinct by alias', () => {
    const scope = { config: two("{uri: 'http://h', sw_token: u, current_project: 1}") };
    const error = errorOf(() => resolveJob('http://h/project/1/job/3', scope));
    expect(error.message).toBe("several instances have the address http://h: 'a', 'b'");
    expect(error.code).toBe('ambiguous');
    expect(resolveJob('b/project/1/job/3', scope).instance).toMatchObject({ alias: 'b', token: 'Bearer u' });
  });
});

describe('a name that is an alias and a host', () => {
  it('of different instances is ambiguous, and both readings are listed', () => {
    const config = configOf("instances: {prod: {uri: 'http://a'}, other: {uri: 'https://prod', sw_token: t}}");
    const error = errorOf(() => resolveJob('prod/project/1/job/3', { config }));
    expect(error).toMatchObject({ code: 'ambiguous', hint: 'Write cloud://prod/… or https://prod/…' });
    expect(resolveJob('cloud://prod/project/1/job/3', { config }).instance).toMatchObject({ alias: 'prod' });
    expect(resolveJob('https://prod/project/1/job/3', { config }).instance).toMatchObject({ alias: 'other' });
  });

  it('of the same instance is fine', () => {
    const config = configOf("instances: {prod: {uri: 'http://prod'}}");
    expect(resolveJob('prod/project/1/job/3', { config }).instance).toMatchObject({ alias: 'prod' });
  });

  it('is always Standalone for local', () => {
    const config = configOf("instances: {other: {uri: 'http://local'}}");
    expect(resolveJob('local/project/self/job/3', { config }).instance).toMatchObject({ kind: 'standalone' });
  });

  it('is also ambiguous as the host of two addresses', () => {
    const config = configOf("instances: {a: {uri: 'http://h'}, b: {uri: 'https://h'}}");
    expect(errorOf(() => resolveJob('h/project/1/job/3', { config }))).toMatchObject({
      message: "'h' is the host of several instances",
      hint: 'Write http://h/… or https://h/…',
    });
  });
});

describe('a Server below a path', () => {
  const config = configOf(
    "instances: {srv: {uri: 'http://h/starwhale/', sw_token: t, current_project: 1}, own: {uri: 'http://h/other', sw_token: u}}",
  );

  it.each([
    ['http://H:80/starwhale/project/2/job/3', '2'],
    ['http://h/starwhale/job/3', '1'],
    ['http://h/starwhale/projects/2/evaluations/3/results?x', '2'],
    ['srv/project/2/job/3', '2'],
    ['cloud://srv/project/2/job/3', '2'],
  ])('is meant by %s', (text, project) => {
    const target = resolveJob(text, { config });
    expect(target).toMatchObject({ instance: { alias: 'srv', address: 'http://h/starwhale' }, project });
  });

  it('differs from that of the whole host, and of another path', () => {
    for (const text of [
      'http://h/project/1/job/3',
      'http://h/starwhale2/project/1/job/3',
      'http://h/a/starwhale/job/3',
    ]) {
      const error = errorOf(() => resolveJob(text, { config }));
      expect(error).toMatchObject({
        code: 'not-allowed',
        hint: expect.stringContaining('http://h/starwhale/project/…'),
      });
    }
    expect(errorOf(() => resolveJob('http://h/starwhale/../project/1/job/3', { config })).code).toBe('usage');
    expect(resolveJob('http://h/other/project/1/job/3', { config }).instance).toMatchObject({ alias: 'own' });
  });
});
