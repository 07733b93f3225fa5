import { describe, expect, it } from 'vitest';
import { rowFromPlain } from '../../src/datastore/typed-value.ts';
import { parseExpression } from '../../src/expression/expression.ts';
import { lookupIn, resolveCondition, resolveNames } from '../../src/expression/unknown-name.ts';

const ROWS = [
  rowFromPlain({ accuracy: 0.5, status: 'FAIL', model: { name: 'clf' } }),
  rowFromPlain({ accuracy: 0.75, status: 'SUCCESS', 'sys/duration_ms': 5, '\u001b[31m': 1 }),
];
const KNOWN = {
  columns: new Set(ROWS.flatMap((row) => [...row.keys()])),
  rows: () => ROWS,
  paths: new Set(['model.version']),
};

async function resolve(condition: string) {
  return resolveCondition(await parseExpression(condition, '--filter'), KNOWN, '--filter');
}

describe('names in conditions', () => {
  it('lead to columns and into values', async () => {
    const resolved = await resolve('accuracy > 1 and model.name == "clf" or model.version == none');
    const [row = new Map()] = ROWS;
    expect(['accuracy', 'model.name', 'model.version'].map((name) => lookupIn(resolved, row)(name)?.value)).toEqual([
      0.5,
      'clf',
      undefined,
    ]);
  });

  it.each([
    ['acuracy > 1', 'acuracy', 'Did you mean accuracy?\nThere are: accuracy, status, model, sys/duration_ms, `·[31m`'],
    ['duration_ms > 1', 'duration_ms', /^Did you mean sys\/duration_ms\?\n/],
    ['metrics.accuracy > 1', 'metrics.accuracy', /^Did you mean accuracy\?\n/],
    ['nosuch.x == 1', 'nosuch.x', /^There are: /],
    ['model.nmae == "clf"', 'model.nmae', 'Did you mean model.name?\nThere are: model.name'],
    ['accuracy.x == 1', 'accuracy.x', /^Did you mean accuracy\?|There are: accuracy$/],
    ['a-b > 1', 'a-b', /^There are: /],
  ])('are refused if nothing has them: %s', async (condition, name, hint) => {
    await expect(resolve(condition)).rejects.toThrow(
      expect.objectContaining({
        code: 'not-found',
        message: `--filter: there is no ${name}`,
        hint: typeof hint === 'string' ? hint : expect.stringMatching(hint),
      }),
    );
  });

  it.each([
    ['status = FAIL', 'Text needs quotes: status == "FAIL"'],
    ['accuracy > 0 and status in (FAIL, SUCCESS)', 'Text needs quotes: status in ("FAIL")'],
  ])('cause a hint to use quotes if a string is meant: %s', async (condition, hint) => {
    await expect(resolve(condition)).rejects.toThrow(
      expect.objectContaining({ code: 'not-found', message: '--filter: there is no FAIL', hint }),
    );
  });

  it('are not taken for strings if the other side is unknown too', async () => {
    await expect(resolve('statsu = FAIL')).rejects.toThrow(
      expect.objectContaining({
        message: '--filter: there is no statsu',
        hint: expect.stringMatching(/^Did you mean/),
      }),
    );
  });
});

describe('names in lists', () => {
  it('are suggested in the form of lists', () => {
    const rows = [rowFromPlain({ 'a,b': 1 })];
    const known = { columns: new Set(['a,b']), rows: () => rows };
    expect(() => resolveNames(['a,c'], known, { label: '--sort', write: (name) => `<${name}>` })).toThrow(
      expect.objectContaining({ message: '--sort: there is no <a,c>', hint: 'Did you mean <a,b>?\nThere are: <a,b>' }),
    );
  });
});
