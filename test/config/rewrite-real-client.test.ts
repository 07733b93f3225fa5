import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { putInstance } from '../../src/config/changes.ts';
import { updateConfig } from '../../src/config/rewrite.ts';
import { type ConfigHome, configHome, WRITTEN } from './config-home.ts';

const python = process.env['SWJOB_PYTHON'];

let home: string;
let path: string;
let load: ConfigHome['load'];
let write: ConfigHome['write'];
beforeEach(async () => {
  ({ home, path, load, write } = await configHome());
});

// Needs a Python that has the real client: SWJOB_PYTHON names it, else this is skipped.
describe.skipIf(python === undefined)('the real swcli', () => {
  const ask = (code: string): unknown =>
    JSON.parse(
      execFileSync(python ?? '', ['-c', `import json, sys\n${code}`], {
        env: { ...process.env, HOME: home, SW_CLI_CONFIG: path, SW_LOCAL_STORAGE: '' },
        encoding: 'utf8',
      }),
    );
  const READ =
    'from starwhale.utils.config import load_swcli_config\nprint(json.dumps(load_swcli_config(), default=str))';

  it('reads a config that swjob created', async () => {
    updateConfig(await load(), (document) =>
      putInstance(document, 'srv', { uri: 'http://h:8082', current_project: '1' }),
    );
    const before = readFileSync(path, 'utf8');
    expect(ask(READ)).toEqual({
      version: '2.0',
      current_instance: 'local',
      instances: {
        local: { uri: 'local', user_name: 'me', current_project: 'self', type: 'standalone' },
        srv: { uri: 'http://h:8082', current_project: '1' },
      },
      storage: { root: join(home, '.starwhale') },
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('reads the same values before and after a rewrite, and strings as strings', async () => {
    const odd = [
      '1',
      '1.5',
      '1_000',
      '0x1f',
      '010',
      '0b1',
      '1:30',
      '.5',
      '1e3',
      '2026-11-23',
      '2026-11-23 08:41:49',
      'yes',
      'Off',
      'y',
      'null',
      '~',
      '=',
      '- a',
      'a: b',
      '#',
      "'",
      '"',
      'ü🙂',
      '\u0085',
      '\u2028',
      '\u0007',
      ' x ',
      '',
      '@',
      '`',
      '%',
      '&a',
      '*a',
      '!a',
      '+.inf',
      '.NaN',
      '-1',
      '+1',
      '0o7',
      '1.e+3',
      '190:20:30.15',
      '001',
    ];
    write(
      WRITTEN.replace('~/store', '/data/store').replace(
        'future: {',
        'future: {a: 1_000, b: 0x1f, c: 010, d: 1:30, e: .5, ',
      ),
    );
    const load_yaml =
      'import os, yaml\nprint(json.dumps(yaml.safe_load(open(os.environ["SW_CLI_CONFIG"])), default=repr))';
    const before = ask(load_yaml) as Record<string, unknown>;
    updateConfig(await load(), (document) => {
      document['odd'] = odd;
    });
    expect(existsSync(path)).toBe(true);
    // Keys are strings for swjob: `on`, which YAML 1.1 reads as true, stays a string.
    const { true: on, ...future } = before['future'] as Record<string, unknown>;
    expect(ask(load_yaml)).toEqual({ ...before, odd, future: { ...future, on } });
  });
});
