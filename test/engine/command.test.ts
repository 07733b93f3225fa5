import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type EngineRequest, engineCommand, shellText } from '../../src/engine/command.ts';

const REQUEST: EngineRequest = {
  python: { command: '/env/bin/python', pythonVersion: '3.11.7', starwhaleVersion: '0.6.15' },
  project: 'local/project/self',
  model: 'local/project/self/model/m/version/abc',
  handler: 'evaluator:run',
  datasets: [],
  validationDatasets: [],
  datasetHead: 0,
  version: 'v'.repeat(40),
  handlerArgs: [],
  root: '/store',
  configFile: '/config.yaml',
};

describe('the engine’s command line', () => {
  it('has the job’s id and excludes the model’s own runtime', () => {
    expect(engineCommand(REQUEST).argv.join(' ')).toBe(
      `/env/bin/python -m starwhale model run --uri ${REQUEST.model} --handler evaluator:run --version ${REQUEST.version} ` +
        '--run-project local/project/self --log-project local/project/self --forbid-packaged-runtime',
    );
  });

  it('has datasets, a head and the handler’s arguments if they are given', () => {
    const { argv } = engineCommand({
      ...REQUEST,
      datasets: ['a', 'b'],
      validationDatasets: ['c'],
      datasetHead: 7,
      handlerArgs: ['--rate', '-d'],
    });
    expect(argv.slice(argv.indexOf('--forbid-packaged-runtime') + 1)).toEqual([
      ...['--dataset', 'a', '--dataset', 'b', '--val-dataset', 'c', '--dataset-head', '7', '--', '--rate', '-d'],
    ]);
  });

  it('removes from the environment what the engine would read as datasets', () => {
    const { env } = engineCommand(REQUEST);
    expect(env).toMatchObject({ SW_LOCAL_STORAGE: '/store', SW_CLI_CONFIG: '/config.yaml', PYTHONUNBUFFERED: '1' });
    expect(Object.entries(env)).toContainEqual(['SW_DATASET_URI', undefined]);
    expect(Object.entries(env)).toContainEqual(['SW_FINETUNE_VALIDATION_DATASET_URI', undefined]);
  });

  it('is printed with correct quoting for a shell', () => {
    const words = ['it’s', "a 'b'", '$HOME', '', 'x;y', '*', 'a=b'] as const;
    const text = shellText({ argv: ['printf', '%s\\n', ...words], env: { A: 'x y' } });
    expect(text).toMatch(/^A='x y' printf /);
    expect(execFileSync('sh', ['-c', text], { encoding: 'utf8' })).toBe(words.map((word) => `${word}\n`).join(''));
  });
});
