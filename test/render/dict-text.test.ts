import { describe, expect, it } from 'vitest';
import { type MixedData, typedFromPlain } from '../../src/datastore/typed-value.ts';
import { dictText } from '../../src/render/dict-text.ts';
import { SIMPLE_WIDTHS } from '../../src/render/width.ts';

const show = (data: MixedData, cells = 60) => dictText(typedFromPlain(data), { cells, widths: SIMPLE_WIDTHS });

describe('a dict on a terminal', () => {
  it('shows its scalars by name', () => {
    expect(show({ label: 'frog', score: 0.523456789, ok: true, none: null, n: 12n })).toBe(
      'label=frog score=0.523457 ok=true none=null n=12',
    );
  });

  it('abbreviates lists, dicts and bytes', () => {
    expect(show({ label: 'frog', scores: [0.1, 0.2] })).toBe('label=frog …');
    expect(show({ scores: [0.1], label: 'frog' })).toBe('label=frog …');
  });

  it.each([
    [25, 'label=frog score=0.5 …'],
    [27, 'label=frog score=0.5 rank=1'],
    [22, 'label=frog score=0.5 …'],
    [21, 'label=frog …'],
    [12, 'label=frog …'],
    [11, 'label=frog…'],
    [6, 'label…'],
    [1, '…'],
  ])('is cut to %i cells', (cells, text) => {
    const line = show({ label: 'frog', score: 0.5, rank: 1 }, cells);
    expect(line).toBe(text);
    expect(SIMPLE_WIDTHS.cells(line ?? '')).toBeLessThanOrEqual(cells);
  });

  it('measures wide characters in cells', () => {
    expect(show({ a: '漢字', b: 1 }, 9)).toBe('a=漢字 …');
    expect(show({ a: '漢字', b: 1 }, 10)).toBe('a=漢字 b=1');
  });

  it('quotes text that would look like something else', () => {
    expect(show({ a: 'big frog', 'b c': 'x=1', d: '', e: '…', f: 'a\nb', g: '"' })).toBe(
      'a="big frog" "b c"="x=1" d="" e="…" f="a\\nb" g="\\""',
    );
  });

  it('is safe for a terminal', () => {
    expect(show({ '\u001b[2Jx': '\u001b]0;title\u0007' })).not.toContain('\u001b');
  });

  it('is only for dicts with string keys and scalars', () => {
    expect(show({})).toBeNull();
    expect(show({ a: [1] })).toBeNull();
    expect(show([1])).toBeNull();
    const one = typedFromPlain(1);
    expect(dictText({ type: 'MAP', value: [{ key: one, value: one }] })).toBeNull();
  });

  it('is not cut without a width, unless it exceeds any terminal', () => {
    expect(dictText(typedFromPlain({ label: 'frog', score: 0.523456789 }))).toBe('label=frog score=0.523457');
    expect(dictText(typedFromPlain({ label: 'frog', scores: [1] }))).toBe('label=frog …');
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`name${index}`, index]));
    expect(dictText(typedFromPlain(many))).toMatch(/^name0=0 name1=1 .{300,500} …$/);
  });

  it('has every digit and member on request, or is nothing', () => {
    expect(dictText(typedFromPlain({ label: 'frog', score: 0.523456789 }), { full: true })).toBe(
      'label=frog score=0.523456789',
    );
    expect(dictText(typedFromPlain({ label: 'frog', scores: [1] }), { full: true })).toBeNull();
  });
});
