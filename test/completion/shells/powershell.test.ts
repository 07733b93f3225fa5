import { describe, expect, it } from 'vitest';
import { powershell } from '../../../src/completion/shells/powershell.ts';

describe('a word that PowerShell passes', () => {
  it.each([
    ['', ''],
    ['zs', 'zs'],
    ["'zs", 'zs'],
    ["'my table'", 'my table'],
    ["'it''s", "it's"],
    ["'it''s'", "it's"],
    ["'''", "'"],
    ['"zs"', 'zs'],
    ['"a""b', 'a"b'],
    ['"cost `$HOME', 'cost $HOME'],
    ["'cost `x", 'cost `x'],
    ['my` tab', 'my tab'],
    ['\u2018it\u2019\u2019s', 'it\u2019s'],
    ['x.', 'x.'],
  ])('is read where it stands as %j', (typed, meant) => {
    expect(powershell.line(['rows', 'job', `${typed}.`])).toEqual({ before: ['rows', 'job'], current: meant });
  });

  it('is the last one, even if it is the only one', () => {
    expect(powershell.line(['.'])).toEqual({ before: [], current: '' });
  });
});

/**
 * The script's quoting, with .NET's EscapeSingleQuotedStringContent as documented: what is not a plain word is put in
 * single quotes, and each of the five kinds of single quotes is doubled.
 */
function quotedByScript(value: string): string {
  const script = powershell.script('swjob');
  const [, plain = ''] = /-notmatch '([^']+)'/.exec(script) ?? [];
  expect(script).toContain('CodeGeneration]::EscapeSingleQuotedStringContent($value)');
  return new RegExp(plain, 'u').test(value) ? value : `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

describe('a word that the script inserts', () => {
  it.each([
    ['results', 'results'],
    ['roc_auc/ant', 'roc_auc/ant'],
    ['--status=FAIL', '--status=FAIL'],
    ['@latest', "'@latest'"],
    ['id,support', "'id,support'"],
    ['my table', "'my table'"],
    ["it's", "'it''s'"],
    ['a\u2019; calc; \u2018', "'a\u2019\u2019; calc; \u2018\u2018'"],
    ['$(x)', "'$(x)'"],
    ['a`b', "'a`b'"],
    ['{x}', "'{x}'"],
    ['#x', "'#x'"],
  ])('is %j as %s, which is read back', (value, quoted) => {
    expect(quotedByScript(value)).toBe(quoted);
    expect(powershell.line([`${quoted}.`]).current).toBe(value);
  });
});
