import { describe, expect, it } from 'vitest';
import { areSameDatasets } from '../../src/job/same-datasets.ts';

const datasets = (...texts: string[]) =>
  texts.map((text) => {
    const [name = '', version = null] = text.split('/');
    return { name, version, uri: text };
  });

describe('the datasets of two jobs', () => {
  it.each([
    [[], []],
    [['mnist'], ['mnist']],
    [['mnist/a'], ['mnist/a']],
    [['mnist'], ['mnist/a']],
    [
      ['mnist/a', 'points'],
      ['points/b', 'mnist'],
    ],
  ])('%j and %j are the same', (some, others) => {
    expect(areSameDatasets(datasets(...some), datasets(...others))).toBe(true);
    expect(areSameDatasets(datasets(...others), datasets(...some))).toBe(true);
  });

  it.each([
    [[], ['mnist']],
    [['mnist'], ['points']],
    [['mnist/a'], ['mnist/b']],
    [['mnist', 'mnist'], ['mnist']],
    [
      ['mnist/a', 'mnist/a'],
      ['mnist/a', 'mnist/b'],
    ],
  ])('%j and %j are not', (some, others) => {
    expect(areSameDatasets(datasets(...some), datasets(...others))).toBe(false);
    expect(areSameDatasets(datasets(...others), datasets(...some))).toBe(false);
  });
});
