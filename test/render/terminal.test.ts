import { describe, expect, it } from 'vitest';
import type { TableCuts } from '../../src/render/table-cuts.ts';
import { TerminalWriter } from '../../src/render/terminal.ts';
import { collectingSink, int, row, string } from './values.ts';

describe('the terminal writer', () => {
  it('measures the first thousand rows, then prints rows as they come', async () => {
    const { sink, stream } = collectingSink();
    const writer = new TerminalWriter(sink, { style: { width: 40 } });
    writer.begin(['n', 's']);
    const batch = Array.from({ length: 600 }, (_, index) => row({ n: int(index), s: string('x') }));
    await writer.rows(batch);
    expect(stream.text).toBe('');
    await writer.rows(batch);
    expect(stream.text.split('\n').slice(0, 2)).toEqual(['  n  s', '  0  x']);
    await writer.rows([row({ n: int(7), s: string('longer') })]);
    expect(stream.text.endsWith('\n  7  …\n')).toBe(true);
    await writer.end();
    expect(stream.text.split('\n')).toHaveLength(1 + 1201 + 1);
  });

  it('reports at the end what it could not show', async () => {
    const seen: TableCuts[] = [];
    const { sink } = collectingSink();
    const writer = new TerminalWriter(sink, { style: { width: 10 }, onCuts: (cuts) => seen.push(cuts) });
    writer.begin(['a', 'b']);
    await writer.rows([row({ a: string('xxxxxxxxxxxxxx'), b: string('yyyyyyyyyyy') })]);
    await writer.end();
    expect(seen).toEqual([{ cut: true, hiddenColumns: ['b'] }]);
  });
});
