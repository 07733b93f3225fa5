import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/completion/candidate.ts';
import { bash } from '../../../src/completion/shells/bash.ts';

const INSERT = '9';
const LIST = '63';

/** The candidates that bash receives for a line, whose end it replaces. */
function given(line: string, replaced: string, candidates: readonly Candidate[], type = INSERT): readonly string[] {
  const [kind = '', ...words] = bash.text({ kind: 'words', candidates }, [line, replaced, type]).split('\n');
  expect(words.pop()).toBe('');
  return [kind, ...words];
}

describe('candidates for bash', () => {
  it('are whole words, without the part before the place that bash replaces', () => {
    expect(given('swjob rows res', 'res', [{ value: 'results' }])).toEqual(['words', 'results']);
    expect(given('swjob info @la', 'la', [{ value: '@latest' }])).toEqual(['words', 'latest']);
    expect(given('swjob rows results --where id:', '', [{ value: 'id:a' }])).toEqual(['words', 'a']);
    expect(given('', '', [{ value: 'info' }])).toEqual(['words', 'info']);
  });

  it('are words to be continued only if all of them are', () => {
    const project: Candidate = { value: 'srv/project/', goesOn: true };
    expect(given('swjob info srv', 'srv', [project])).toEqual(['onward', 'srv/project/']);
    expect(given('swjob info srv', 'srv', [project, { value: 'srv2' }])[0]).toBe('words');
    expect(given('swjob info srv', 'srv', [])).toEqual(['words']);
  });

  it('have blanks and special characters escaped, or stay inside open quotes', () => {
    expect(given('swjob rows a', 'a', [{ value: "a b's $x" }])).toEqual(['words', "a\\ b\\'s\\ \\$x"]);
    expect(given("swjob rows 'a", "'a", [{ value: "a b's" }])).toEqual(['words', "'a b'\\''s"]);
    expect(given('swjob rows "a', '"a', [{ value: 'a "b" $x' }])).toEqual(['words', '"a \\"b\\" \\$x']);
  });

  it('that complete an open quote are closed, as bash does not, except if words continue', () => {
    const quoted: Candidate = { value: "it's'" };
    expect(given("swjob rows 'it", "'it", [quoted])).toEqual(['words', "'it'\\''s'\\'''"]);
    expect(given("swjob rows 'it", "'it", [{ ...quoted, goesOn: true }])).toEqual(['onward', "'it'\\''s'\\''"]);
    expect(given("swjob rows '", "'", [{ value: '' }])).toEqual(['words', "'"]);
  });

  it('have descriptions if bash only lists them', () => {
    const candidates = [
      { value: 'a', description: 'the first' },
      { value: 'long' },
      { value: 'b', description: 'one' },
    ];
    expect(given('swjob ', '', candidates, LIST)).toEqual(['words', 'a     (the first)', 'long', 'b     (one)']);
    expect(given('swjob ', '', candidates, INSERT)).toEqual(['words', 'a', 'long', 'b']);
    // A single one is inserted anyway.
    expect(given('swjob ', '', candidates.slice(0, 1), LIST)).toEqual(['words', 'a']);
  });

  it('are left to bash if they are files', () => {
    expect(bash.text({ kind: 'files', candidates: [] }, ['swjob rows --out ', '', INSERT])).toBe('files\n');
  });
});

describe('a line of bash', () => {
  it('has the words before the cursor, and the one at it', () => {
    expect(bash.line(['swjob rows "my job" res'])).toEqual({ before: ['rows', 'my job'], current: 'res' });
    expect(bash.line(['swjob rows '])).toEqual({ before: ['rows'], current: '' });
    expect(bash.line(['swjob'])).toEqual({ before: [], current: '' });
    expect(bash.line([])).toEqual({ before: [], current: '' });
  });
});
