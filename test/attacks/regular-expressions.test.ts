import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { cpuNow } from '../support/cpu-now.ts';

// Names, cells, logs and answers of servers are untrusted text: every regular expression has to take linear time on it. Each
// one in the sources meets hostile text of growing length, up to 100 kB.

interface Found {
  readonly where: string;
  readonly pattern: RegExp;
}

const SOURCES = join(import.meta.dirname, '..', '..', 'src');

/** Expressions that untrusted text never reaches, and why. */
const OWN_TEXT: readonly RegExp[] = [
  // The user's own command line and environment.
  /^completion\/(?:expression-names|value-candidates)\.ts: /,
  /^server\/proxies\.ts: /,
  // The topics of the help.
  /^cli\/narrow-topic\.ts: /,
  // The text is cut to a few hundred characters first.
  /^uri\/quoted\.ts: /,
  // Only numbers that JavaScript printed.
  /^chart\/ticks\.ts: /,
  // The end of the text is trimmed, so blanks are always followed by a word.
  /^render\/width\.ts: \/\( \*\)/,
  // JSON that was parsed, or that swjob printed: every quote is closed.
  /^(?:render\/pretty-json|standalone\/lossless-json|standalone\/record-schema)\.ts: \/"/,
];

function sourceFiles(): readonly string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('kernel/assembly/'))
    .sort();
}

/** Every regular expression in a source file. */
function patternsIn(file: string): Found[] {
  const found: Found[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    else if (typeof node === 'object' && node !== null) {
      const { regex } = node as { regex?: { pattern: string; flags: string } };
      if (regex)
        found.push({
          where: `${file}: /${regex.pattern}/${regex.flags}`,
          pattern: new RegExp(regex.pattern, regex.flags),
        });
      for (const value of Object.values(node)) if (typeof value === 'object') walk(value);
    }
  };
  walk(parseAst(readFileSync(join(SOURCES, file), 'utf8'), { lang: 'ts' }));
  return found;
}

const RUNS = [
  ...'/ \n\r\t\'"`\\0a.-_{([<,:@%=|#é\u001b',
  '\r\n',
  ' \n',
  '\n ',
  'a ',
  'a/',
  '/a',
  '0.',
  '.0',
  '-1',
  "a'",
  '\\"',
  '""',
  'a=',
  'ab',
  'A0',
  '\u{1f600}',
  '\ud800',
  '\u001b[',
  '\u0301',
  'a\u0301',
];

/** Texts with many beginnings of a match but no end: runs of a character, also after what the pattern looks for. */
function* hostileTexts({ source }: RegExp, length: number): Generator<string> {
  const words = [...new Set(source.match(/[A-Za-z][\w ]*[:=/-]? */g) ?? [])]
    .filter((word) => word.length > 2)
    .slice(0, 6);
  for (const end of length > 10_000 ? ['!'] : ['', '!', '\u0000\n']) {
    for (const run of RUNS) {
      const text = run.repeat(Math.ceil(length / run.length)) + end;
      yield text;
      yield `x${text}`;
    }
    for (const word of words) yield word.repeat(Math.ceil(length / word.length)) + end;
  }
  for (const word of words) for (const run of RUNS) yield `${word} ${run.repeat(Math.ceil(length / run.length))}!`;
}

/** Milliseconds of processor time that all matches in a text take; the best of three tries if it seems slow. */
function time(pattern: RegExp, text: string, enough: number): number {
  const all = pattern.sticky ? pattern : new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`);
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least > enough; attempt++) {
    const start = cpuNow();
    all.lastIndex = 0;
    if (pattern.sticky) all.exec(text);
    else text.replace(all, '');
    least = Math.min(least, cpuNow() - start);
  }
  return least;
}

/** A text that the pattern takes too long for; undefined if there is none. */
function tooSlow(pattern: RegExp): string | undefined {
  // In small steps, to find quadratic growth before it takes long.
  for (const [length, limit] of [
    [24, 4],
    [500, 4],
    [5000, 8],
    [100_000, 100],
  ] as const) {
    const baseline = Math.max(...Array.from({ length: 3 }, () => time(/[^a-z]x/g, 'a/'.repeat(length / 2), 0)));
    for (const text of hostileTexts(pattern, length)) {
      const taken = time(pattern, text, limit + 20 * baseline);
      if (taken > limit + 20 * baseline)
        return `${JSON.stringify(text.slice(0, 20))} × ${length}: ${Math.round(taken)} ms`;
    }
  }
  return undefined;
}

describe('regular expressions on untrusted text', () => {
  it('are found if they are too slow', () => {
    expect(tooSlow(/\s+$/)).toMatch(/ms$/);
    expect(tooSlow(/^\/+|\/+$/)).toMatch(/ms$/);
    expect(tooSlow(/error: (.*)x$/s)).toMatch(/ms$/);
    expect(tooSlow(/(a|a)*b/)).toMatch(/ms$/);
    expect(tooSlow(/[^\s]+/)).toBeUndefined();
  });

  it('take linear time', { timeout: 300_000 }, () => {
    const all = sourceFiles().flatMap(patternsIn);
    expect(all.length).toBeGreaterThan(200);
    const foreign = all.filter(({ where }) => !OWN_TEXT.some((own) => own.test(where)));
    const slow = foreign.flatMap(({ where, pattern }) => {
      const found = tooSlow(pattern);
      return found === undefined ? [] : [`${where}: ${found}`];
    });
    expect(slow).toEqual([]);
  });
});
