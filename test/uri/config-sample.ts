import type { Config } from '../../src/config/config.ts';
import { parseConfigText } from '../../src/config/document.ts';
import { readInstances } from '../../src/config/instance-config.ts';

/** A config loaded from this YAML, without a file. */
export function configOf(yaml: string, changes: Partial<Config> = {}): Config {
  const document = parseConfigText(yaml, 'config.yaml');
  return {
    path: 'config.yaml',
    currentInstance: typeof document['current_instance'] === 'string' ? document['current_instance'] : 'local',
    instances: readInstances(document, 'config.yaml', { env: {}, home: undefined }),
    storageRoot: '/store',
    summaryTable: 'eval/summary',
    envToken: null,
    envInstance: null,
    home: undefined,
    warnings: [],
    document,
    ...changes,
  };
}

/** Standalone, two Servers with a current project, and one without. */
export const SAMPLE = `
current_instance: local
instances:
  local: {uri: local, current_project: self}
  srv: {uri: 'http://host:8082', user_name: starwhale, sw_token: Bearer srv, current_project: 1}
  cloud.example: {uri: 'HTTPS://Cloud.Example:443/', user_name: you, sw_token: Bearer cloud, current_project: public}
  bare: {uri: 'http://127.0.0.1', user_name: me, sw_token: Bearer bare}
`;
