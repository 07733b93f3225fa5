import { describe, expect, it } from 'vitest';
import { changesSince, type Snapshot } from '../../../src/cli/commands/watch-snapshot.ts';
import type { TypedValue } from '../../../src/datastore/typed-value.ts';
import { jobRecord } from '../../support/job-record.ts';

const TIME = '2026-11-23T09:00:00.000Z';
const RECORD = jobRecord({ id: 'a', status: 'RUNNING' });

const snapshot = (metrics: Readonly<Record<string, TypedValue>>): Snapshot => ({
  record: RECORD,
  tasks: [],
  metrics: new Map(Object.entries(metrics)),
});
const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const changed = (before: Snapshot | null, after: Snapshot) =>
  changesSince(before, after, TIME).map((row) => [row.get('kind')?.value, row.get('name')?.value, row.get('value')]);

describe('changesSince', () => {
  it('has metrics that are new or differ, with their types', () => {
    const before = snapshot({ loss: float(0.5), epoch: { type: 'INT64', value: 1 }, done: float(1) });
    const after = snapshot({ loss: float(0.25), epoch: { type: 'INT64', value: 1 }, best: float(3), done: float(1) });
    expect(changed(before, after)).toEqual([
      ['metric', 'loss', float(0.25)],
      ['metric', 'best', float(3)],
    ]);
  });

  it('has nothing if nothing changed, even with NaN, lists and objects', () => {
    const same = () =>
      snapshot({
        nan: float(Number.NaN),
        list: { type: 'LIST', value: [float(1), { type: 'STRING', value: 'x' }] },
        object: { type: 'OBJECT', pythonType: 'a.B', value: new Map([['x', float(1)]]) },
      });
    expect(changed(same(), same())).toEqual([]);
    const other: TypedValue = { type: 'OBJECT', pythonType: 'a.B', value: new Map([['x', float(2)]]) };
    expect(changed(same(), snapshot({ object: other }))).toEqual([['metric', 'object', other]]);
  });

  it('has everything for a first snapshot, the status last', () => {
    expect(changed(null, snapshot({ loss: float(0.5) }))).toEqual([
      ['metric', 'loss', float(0.5)],
      ['status', null, { type: 'STRING', value: 'RUNNING' }],
    ]);
  });
});
