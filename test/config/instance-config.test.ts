import { describe, expect, it } from 'vitest';
import { parseConfigText } from '../../src/config/document.ts';
import { readInstances } from '../../src/config/instance-config.ts';

const environment = { env: { USER: 'me' }, home: undefined };
const read = (yaml: string) => readInstances(parseConfigText(yaml, 'FILE'), 'FILE', environment);

describe('the instances of a config', () => {
  it('are read with all their keys', () => {
    const instances = read(`instances:
  local: {uri: local, user_name: you, current_project: other, type: standalone, updated_at: 2026-11-23 08:41:49 UTC}
  srv: {uri: 'http://host:8082', user_name: starwhale, sw_token: Bearer abc.def, type: cloud, current_project: 1, user_role: normal}`);
    expect(Array.from(instances.values())).toEqual([
      {
        alias: 'local',
        uri: 'local',
        kind: 'standalone',
        userName: 'you',
        userRole: null,
        token: null,
        currentProject: 'other',
        updatedAt: '2026-11-23 08:41:49 UTC',
      },
      {
        alias: 'srv',
        uri: 'http://host:8082',
        kind: 'server',
        userName: 'starwhale',
        userRole: 'normal',
        token: 'Bearer abc.def',
        currentProject: '1',
        updatedAt: null,
      },
    ]);
  });

  it.each([
    '',
    'instances:',
    'instances: {}',
    'instances: {srv: {uri: "http://host"}}',
  ])('always have local: %j', (yaml) => {
    expect(read(yaml).get('local')).toMatchObject({
      uri: 'local',
      kind: 'standalone',
      userName: 'me',
      currentProject: 'self',
    });
  });

  it('may have numbers as aliases, users and projects', () => {
    expect(read('instances: {1: {uri: 2, user_name: 3, current_project: 4}}').get('1')).toMatchObject({
      uri: '2',
      userName: '3',
      currentProject: '4',
    });
  });

  it('have no token and no project if the file has empty ones', () => {
    expect(read("instances: {srv: {uri: 'http://h', sw_token: '', current_project: ''}}").get('srv')).toMatchObject({
      token: null,
      currentProject: null,
    });
  });

  it('may have the names of inherited properties', () => {
    const instances = read('instances: {__proto__: {uri: "http://a"}, constructor: {uri: "http://b"}}');
    expect(Array.from(instances.keys())).toEqual(['local', '__proto__', 'constructor']);
  });

  it.each([
    ['instances: [1]', 'instances must be a mapping, not a list'],
    ['instances: {srv: x}', 'instances.srv must be a mapping, not a single value'],
    ['instances: {srv: [1]}', 'instances.srv must be a mapping, not a list'],
    ['instances: {srv: {uri: [1]}}', 'instances.srv.uri must be text, not a list'],
    ['instances: {srv: {user_name: x}}', 'instances.srv.uri is missing'],
    ['instances: {srv: }', 'instances.srv.uri is missing'],
    ['instances: {"a b\\e": }', 'instances."a b\\u001b".uri is missing'],
    ['instances: {srv: {uri: "http://h", current_project: {a: b}}}', 'instances.srv.current_project must be text'],
  ])('are refused with the key: %j', (yaml, message) => {
    expect(() => read(yaml)).toThrow(`the config file FILE is not valid: ${message}`);
  });

  it('refuse a token that is invalid in a header, without showing it', () => {
    const yaml = 'instances: {srv: {uri: "http://h", sw_token: "SECRET\\r\\nX-Other: 1"}}';
    expect(() => read(yaml)).toThrow(/instances\.srv\.sw_token contains invalid characters \(a line break\?\)$/);
  });
});
