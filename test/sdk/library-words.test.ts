import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libraryWords } from '../../src/sdk/library-words.ts';

const SOURCES = new URL('../../src/', import.meta.url).pathname;
/** Sources that no call of the library uses. */
const OF_THE_COMMAND_LINE = [
  ...['cli/', 'completion/', 'chart/', 'report/', 'render/', 'sdk/', 'kernel/assembly/'],
  // Help, other programs' commands, the doctor, and a file's version.
  ...['expression/help.ts', 'engine/command.ts', 'engine/doctor.ts', 'standalone/containers.ts', 'version.ts'],
  ...['standalone/store-lock.ts', 'create/overwrite-specs.ts', 'create/server-wait.ts', 'config/rewrite.ts'],
  ...['config/changes.ts', 'text/'],
];

/** The strings in the sources that mention flags or commands, with `…` for interpolated values. */
function textsIn(file: string): string[] {
  const code = readFileSync(join(SOURCES, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
  const texts = Array.from(
    code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g),
    ([, single, double, template]) => (single ?? double ?? template ?? '').replace(/\$\{[^{}]*\}/g, '…'),
  );
  return texts.filter((text) => /(?<![\w-])--[a-z]|\bswjob [a-z]|the command\b/.test(text));
}

/** The commands of other programs. */
const OTHERS = /\b(?:swcli|pip install) .*/g;

const FILES = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !OF_THE_COMMAND_LINE.some((start) => file.startsWith(start)),
);

describe('the words of the library', () => {
  const texts = FILES.flatMap((file) => textsIn(file).map((text) => [file, text] as const));

  it('cover the messages and hints of everything in the library', () => {
    expect(texts.length).toBeGreaterThan(30);
    const left = texts.flatMap(([file, text]) => {
      const worded = libraryWords(text.replaceAll('\\`', '`').replaceAll('\\n', '\n'));
      const speaks = /(?<![\w-])--[a-z]|\bswjob (?!failed|cannot|may|keeps|writes|is )[a-z]|the command\b/.test(
        worded.replace(OTHERS, ''),
      );
      return speaks ? [`${file}: ${worded}`] : [];
    });
    expect(left).toEqual([]);
  });

  it.each([
    ['Raise --request-timeout if the server is that slow.', 'Raise the option timeout if the server is that slow.'],
    ['Choose one with --handler.\nx', 'Choose one with the option runHandler.\nx'],
    ['Name it with --python PATH, or activate', 'Name it with the option python, or activate'],
    ['List the jobs there are: swjob list -p self --removed', 'Only removed jobs can be recovered.'],
    ['List the jobs there are: swjob list -p self', "Job.list('self') gives the jobs there are."],
    ['Log in with `swjob instance login`, or set SW_TOKEN.', 'Give the option token, or set SW_TOKEN.'],
    ['Log in with `swjob instance login http://a:1`, or set SW_TOKEN.', 'Give the option token, or set SW_TOKEN.'],
    [
      'The token has expired: log in again with `swjob instance login http://a:1/b`.',
      'The token has expired: give another one by the option token.',
    ],
    [
      'Log in with swjob instance login https://a.b:1, or set $SW_TOKEN and SW_INSTANCE_URI=https://a.b:1.',
      'Give the option token, or set $SW_TOKEN and SW_INSTANCE_URI=https://a.b:1.',
    ],
    [
      'Set SW_LOCAL_STORAGE or storage.root in the config file to the folder of the store.',
      'Give the option storage, or set SW_LOCAL_STORAGE or storage.root in the config file to the folder of the store.',
    ],
    ['See what the engine printed: swjob logs local/x', "See what the engine printed: job('local/x').logs()"],
    ['with --python, or use swcli model run --runtime.', 'with the option python, or use swcli model run --runtime.'],
    ['with python -m pip install --upgrade starwhale', 'with python -m pip install --upgrade starwhale'],
    ['Use --allow-fs-read to manage permissions.', 'Use --allow-fs-read to manage permissions.'],
    ['no job "--columns"', 'no job "--columns"'],
    ['Nothing to see.', 'Nothing to see.'],
  ])('%s → %s', (text, words) => {
    expect(libraryWords(text)).toBe(words);
  });
});
