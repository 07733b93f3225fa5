import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseManifestYaml } from '../../src/standalone/manifest-yaml.ts';
import { cpuNow } from '../support/cpu-now.ts';

const parse = (text: string) => parseManifestYaml(text);

describe('parseManifestYaml', () => {
  it('takes the words for null, true and false, and integers', async () => {
    expect(await parse('a: ~\nb: null\nc:\nd: true\ne: False\nf: -1\ng: 0\nh: 123456789012345')).toEqual({
      a: null,
      b: null,
      c: null,
      d: true,
      e: false,
      f: -1,
      g: 0,
      h: 123456789012345,
    });
  });

  it('keeps everything else that looks like a value as a string', async () => {
    const texts = [
      '12345e10',
      '1e5',
      '1.5',
      '.inf',
      '.nan',
      '0x1F',
      '0o17',
      '017',
      '1_000',
      '1:30',
      '2026-11-23',
      '2026-11-23 08:42:08 UTC',
      '1234567890123456789',
      'yes',
      'No',
      'on',
      'NaN',
      '-',
      '=',
      '<<',
    ];
    for (const text of texts)
      expect(await parse(`a: ${text}${text === '-' ? 'x' : ''}`)).toEqual({ a: text === '-' ? '-x' : text });
    expect(await parse("a: '5'\nb: \"true\"\nc: 'null'\nd: ''")).toEqual({ a: '5', b: 'true', c: 'null', d: '' });
    expect(await parse('a: "\\u2028\\0"')).toEqual({ a: '\u2028\0' });
  });

  it('reads lists, maps, and the aliases that the writer uses for equal lists', async () => {
    expect(await parse('a: &id001 [x, {b: 1}]\nc: *id001\nd:\n- y\n- z')).toEqual({
      a: ['x', { b: 1 }],
      c: ['x', { b: 1 }],
      d: ['y', 'z'],
    });
    expect(await parse('')).toBeUndefined();
    expect(await parse('just text')).toBe('just text');
  });

  it('makes properties of all names', async () => {
    const parsed = (await parse('__proto__: 1\nconstructor: 2\n<<: {a: 3}')) as object;
    expect(Object.entries(parsed)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['<<', { a: 3 }],
    ]);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it.each([
    'a: !!python/object/apply:os.system ["x"]',
    'a: !!js/function "x"',
    'a: !mine x',
    'a: !!float 1.5',
    'a: [',
    'a: b: c',
    'a: 1\na: 2',
    '\ta: 1',
    'a: *none',
    '%YAML 9.9\n---\na',
    'a: 1\n---\nb: 2',
    'a: "\u0000"',
  ])('refuses %j', async (text) => {
    await expect(parse(text)).rejects.toThrow();
  });

  it('refuses endless aliases or nesting at once', async () => {
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
    ].join('\n');
    const started = cpuNow();
    await expect(parse(bomb)).rejects.toThrow('aliases make it endless');
    await expect(parse('a: &a [*a]')).rejects.toThrow('aliases make it endless');
    await expect(parse(`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`)).rejects.toThrow();
    await expect(parse(`a: ${'{b: '.repeat(20_000)}`)).rejects.toThrow();
    await expect(
      parse(Array.from({ length: 20_000 }, (_, depth) => `${' '.repeat(depth % 200)}- `).join('\n')),
    ).rejects.toThrow();
    expect(cpuNow() - started).toBeLessThan(2000);
  });

  it('keeps a long error message in one piece, in the memory of its text', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const message = Array.from({ length: 2000 }, (_, line) => `File "/x/y${line}.py", line ${line}: it's ${line}`).join(
      '\n',
    );
    const text = `error_message: ${JSON.stringify(message)}\nstatus: failed\n`;
    expect(await parseManifestYaml(text)).toEqual({ error_message: message, status: 'failed' });
    collect();
    const before = process.memoryUsage().heapUsed;
    const held: unknown[] = [];
    for (let count = 0; count < 40; count++) held.push(await parseManifestYaml(text));
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(held.length * message.length * 2);
  });
});
