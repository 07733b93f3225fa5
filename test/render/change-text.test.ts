import { describe, expect, it } from 'vitest';
import type { TypedValue } from '../../src/datastore/typed-value.ts';
import { metricChange } from '../../src/job/compare.ts';
import { changeText } from '../../src/render/change-text.ts';

const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });

describe('the text of a change', () => {
  it.each([
    ['accuracy', float(0.5), float(0.75), '▲ +0.25 (+50.0%)'],
    ['accuracy', float(0.75), float(0.5), '▼ -0.25 (-33.3%)'],
    ['loss', float(0.5), float(0.75), '▼ +0.25 (+50.0%)'],
    ['loss', float(0.75), float(0.5), '▲ -0.25 (-33.3%)'],
    // It is unknown whether more cases are better.
    ['support', int(10), int(12), '+2 (+20.0%)'],
    ['accuracy', float(0), float(0.5), '▲ +0.5'],
    ['accuracy', float(0.5), float(0.5), ''],
    ['accuracy', float(1 / 3), float(2 / 3), '▲ +0.333 (+100.0%)'],
    // Every digit of integers, and of what is before the point.
    ['support', int(1000), int(2234), '+1234 (+123.4%)'],
    ['loss', float(1234.5), float(5678.25), '▼ +4444 (+360.0%)'],
    ['loss', float(5678.25), float(1234.5), '▲ -4444 (-78.3%)'],
    ['loss', float(123.4), float(246.8), '▼ +123 (+100.0%)'],
    ['loss', float(0), float(1e300), '▼ +1e+300'],
    ['n', int(2n ** 60n), int(2n ** 60n + 1n), '+1 (+0.0%)'],
    ['n', int(2n ** 60n + 1n), int(2n ** 60n), '-1 (-0.0%)'],
    ['kind', text('multi'), text('binary'), 'changed'],
    ['kind', text('multi'), text('multi'), ''],
    ['accuracy', float(0.5), float(Number.NaN), 'changed'],
    ['accuracy', float(Number.NaN), float(Number.NaN), ''],
    ['accuracy', undefined, float(0.5), 'new'],
    ['accuracy', float(0.5), undefined, 'missing'],
    ['accuracy', undefined, undefined, ''],
  ])('%s from %o to %o is %j', (name, base, value, shown) => {
    expect(changeText(metricChange(name, base, value))).toBe(shown);
  });
});
