import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { recordedExchanges } from '../support/stand-in/exchanges.ts';
import type { StandInServer } from '../support/stand-in.ts';
import { temporaryFolder } from '../support/stores.ts';

/** What the real client and the real server sent each other. */
export const EXCHANGES = recordedExchanges();

/** A job that the recorded server can run. */
export const EVALUATE = {
  project: 'srv/project/1',
  model: 'tiny',
  handler: 'evalmod:evaluate',
  dataset: ['nums'],
  runtime: 'tinyrt',
};

/** The body of the client's request for the recorded job with this number. */
export const recordedBody = (number: number) => EXCHANGES[number - 1]?.request.body as Record<string, unknown>;

/** The steps in a YAML text, without the fields that the client sends as null. */
export function stepsOf(text: unknown): unknown {
  const steps = load(String(text)) as Record<string, unknown>[];
  return steps.map((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => value !== null)));
}

/** An environment whose config has the server as `srv`, a server that cannot be reached as `other`, and a store. */
export async function environmentOf(
  server: StandInServer,
  root: string,
  current: 'local' | 'srv',
): Promise<Record<string, string>> {
  const file = join(await mkdtemp(join(await temporaryFolder(), 'config-')), 'config.yaml');
  const config = {
    version: '2.0',
    current_instance: current,
    instances: {
      local: { uri: 'local', current_project: 'self' },
      srv: { uri: server.origin, sw_token: `Bearer ${server.token}`, current_project: '1' },
      other: { uri: 'http://127.0.0.1:1', sw_token: 'Bearer x', current_project: '1' },
    },
  };
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return { SW_CLI_CONFIG: file, SW_LOCAL_STORAGE: root };
}
