import { describe, expect, it } from 'vitest';
import { type CreateRequest, checkForServer, checkForStandalone, checkRequest } from '../../src/create/request.ts';
import { SwjobError } from '../../src/errors.ts';

const REQUEST: CreateRequest = {
  project: 'self',
  model: 'm',
  datasets: [],
  validationDatasets: [],
  ttl: 0,
  devMode: false,
  devPassword: '',
  datasetHead: 0,
  handlerArgs: [],
};

function warningsOf(check: typeof checkForServer, changes: Partial<CreateRequest>): readonly string[] {
  const warnings: string[] = [];
  check({ ...REQUEST, ...changes }, (text) => warnings.push(text));
  return warnings;
}

describe('parameters that a Standalone instance does not have', () => {
  it('warn by name if the reference says that they have no effect', () => {
    const changes = { resourcePool: 'gpu', ttl: 5, devMode: true, devPassword: 'x', overwriteSpecs: { a: {} } };
    expect(warningsOf(checkForStandalone, changes)).toEqual(
      ['resource pool', 'ttl', 'dev mode', 'dev mode password', 'overwrite specs'].map(
        (name) => `a Standalone instance ignores the ${name}`,
      ),
    );
  });

  it('do not warn by their defaults', () => {
    const defaults = {
      resourcePool: 'default',
      ttl: -1,
      devMode: false,
      overwriteSpecs: {},
      runtime: '',
      datasetHead: 3,
    };
    expect(warningsOf(checkForStandalone, { ...defaults, validationDatasets: ['v'] })).toEqual([]);
  });

  it('are an error if the job would run in another environment than requested', () => {
    expect(() => warningsOf(checkForStandalone, { runtime: 'rt' })).toThrow(SwjobError);
    expect(() => warningsOf(checkForStandalone, { runtime: 'rt' })).toThrow(/cannot be given a runtime/);
  });
});

describe('parameters that a Server does not have', () => {
  it('warn if the reference says that they have no effect', () => {
    expect(warningsOf(checkForServer, { datasetHead: 3 })).toHaveLength(1);
    expect(warningsOf(checkForServer, { devPassword: 'x' })).toHaveLength(1);
    expect(warningsOf(checkForServer, { devPassword: 'x', devMode: true, ttl: 3, resourcePool: 'x' })).toEqual([]);
  });

  it('are an error otherwise', () => {
    expect(() => warningsOf(checkForServer, { validationDatasets: ['v'] })).toThrow(/fine-tuning validation datasets/);
    expect(() => warningsOf(checkForServer, { python: 'python3' })).toThrow(/Python/);
  });
});

describe('parameters that no instance takes', () => {
  it.each([
    { ttl: 1.5 },
    { ttl: Number.NaN },
    { datasetHead: Number.POSITIVE_INFINITY },
    { handler: 'a\0b' },
    { handlerArgs: ['\0'] },
  ])('%o is an error', (changes) => {
    expect(() => checkRequest({ ...REQUEST, ...changes })).toThrow(SwjobError);
  });

  it('do not include negative numbers, which mean no limit', () => {
    expect(() => checkRequest({ ...REQUEST, ttl: -5, datasetHead: -1 })).not.toThrow();
  });
});
