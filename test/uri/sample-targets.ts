import { isSwjobError, type SwjobError } from '../../src/errors.ts';
import type { InstanceTarget } from '../../src/uri/target.ts';
import { configOf, SAMPLE } from './config-sample.ts';

export const config = configOf(SAMPLE);

export const scope = { config };

export const onServer = { config: { ...config, currentInstance: 'srv' } };

export const LOCAL: InstanceTarget = { kind: 'standalone', alias: 'local', root: '/store' };

export const SRV: InstanceTarget = {
  kind: 'server',
  alias: 'srv',
  address: 'http://host:8082',
  token: 'Bearer srv',
  currentProject: '1',
  userName: 'starwhale',
};

export const CLOUD: InstanceTarget = {
  kind: 'server',
  alias: 'cloud.example',
  address: 'https://cloud.example',
  token: 'Bearer cloud',
  currentProject: 'public',
  userName: 'you',
};

export const UUID = 'd3b07384d9a04f4b9f5e3c1a2b4c6d8e';

export function errorOf(run: () => unknown): SwjobError {
  try {
    run();
  } catch (error) {
    if (isSwjobError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
