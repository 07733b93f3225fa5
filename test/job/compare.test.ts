import { describe, expect, it } from 'vitest';
import type { TypedValue } from '../../src/datastore/typed-value.ts';
import { metricChange } from '../../src/job/compare.ts';
import { breaks, parseGateRule } from '../../src/job/gate.ts';

const float = (value: number): TypedValue => ({ type: 'FLOAT64', value });
const int = (value: number | bigint): TypedValue => ({ type: 'INT64', value });
const text = (value: string): TypedValue => ({ type: 'STRING', value });

describe('the change of a metric', () => {
  it.each([
    ['accuracy', float(0.8), float(0.9), true],
    ['accuracy', float(0.9), float(0.8), false],
    ['val/loss', float(0.8), float(0.9), false],
    ['val/loss', float(0.9), float(0.8), true],
    ['accuracy', float(0.8), float(0.8), null],
    ['accuracy', float(-0), float(0), null],
    ['accuracy', int(1), int(2), null],
    ['accuracy', int(1), float(2), true],
    ['support', float(1), float(2), null],
    ['accuracy', float(Number.NaN), float(0.8), null],
    ['accuracy', undefined, float(0.8), null],
    ['accuracy', text('0.7'), float(0.8), null],
  ])('of %s from %j to %j is better: %j', (name, base, value, better) => {
    expect(metricChange(name, base, value).better).toBe(better);
  });

  it('is the difference, and its percentage of the base', () => {
    expect(metricChange('accuracy', float(-0.5), float(-0.25))).toMatchObject({ change: 0.25, percent: 50 });
    expect(metricChange('accuracy', float(0), float(1))).toMatchObject({ change: 1, percent: null });
    expect(metricChange('x', float(Number.POSITIVE_INFINITY), float(1))).toMatchObject({ change: null, percent: null });
  });

  it('of integers keeps every digit', () => {
    expect(metricChange('n', int(9007199254740993n), int(9007199254740994n)).change).toBe(1n);
    expect(metricChange('n', int(9007199254740993n), float(Number.NaN)).change).toBe(null);
  });

  it('follows the direction that the user sets', () => {
    const directions = { lowerIsBetter: ['acc*'], higherIsBetter: ['loss'] };
    expect(metricChange('accuracy', float(1), float(2), directions).better).toBe(false);
    expect(metricChange('loss', float(1), float(2), directions).better).toBe(true);
  });
});

describe('a gate', () => {
  it.each([
    ['accuracy=0.01', 0.9, 0.89001, false],
    ['accuracy=0.01', 0.9, 0.89, false],
    ['accuracy=0.01', 0.9, 0.8899999, true],
    ['accuracy=0.01', 0.9, 0.88, true],
    ['accuracy=0', 0.9, 0.9 - 2 ** -53, true],
    ['accuracy=0', 0.9, 0.9, false],
    ['accuracy=0', 0.9, 0.95, false],
    ['accuracy=5%', 0.9, 0.86, false],
    ['accuracy=5%', 0.9, 0.85, true],
    ['accuracy=5%', 0, -0.001, true],
    ['accuracy=1e-3', 0.9, 0.8, true],
    ['accuracy=1', 0.9, Number.NaN, true],
    ['accuracy=1', Number.NaN, 0.9, true],
    ['accuracy=1', Number.NaN, Number.NaN, true],
  ])('of --max-drop %s from %d to %d is broken: %j', (rule, base, value, broken) => {
    expect(breaks(parseGateRule('max-drop', rule), metricChange('accuracy', float(base), float(value)))).toBe(broken);
  });

  it('of --max-rise works in the other direction', () => {
    const rule = parseGateRule('max-rise', 'val/loss=10%');
    expect(breaks(rule, metricChange('val/loss', float(1), float(1.05)))).toBe(false);
    expect(breaks(rule, metricChange('val/loss', float(1), float(1.1)))).toBe(false);
    expect(breaks(rule, metricChange('val/loss', float(1), float(1.2)))).toBe(true);
    expect(breaks(rule, metricChange('val/loss', float(1), float(0.1)))).toBe(false);
  });

  it('is broken if the value is a string', () => {
    expect(breaks(parseGateRule('max-drop', 'a=1'), metricChange('a', float(1), text('1')))).toBe(true);
  });

  it('can name a metric with an equals sign', () => {
    expect(parseGateRule('max-drop', 'p=0.5 recall = 2%')).toEqual({
      kind: 'max-drop',
      metric: 'p=0.5 recall',
      amount: 2,
      isPercent: true,
    });
  });

  it.each([
    'accuracy',
    '=1',
    'accuracy=',
    'accuracy=-1',
    'accuracy=x',
    'accuracy=1%%',
    '',
  ])('%j is a usage error', (rule) => {
    expect(() => parseGateRule('max-drop', rule)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
