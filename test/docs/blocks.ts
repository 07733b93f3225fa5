import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The line of the document on which its text begins, from 1. */
  readonly line: number;
  readonly heading: string;
}

/**
 * The languages of blocks in the documents: `text` is for diagrams and is not run; the steps of a workflow (`yaml`) are run;
 * `make` becomes the Makefile that a later block uses. No other language is allowed.
 */
export const LANGUAGES = ['sh', 'console', 'ts', 'python', 'yaml', 'make', 'text'] as const;

/** The documents whose blocks are run: the README, CONTRIBUTING and all of docs/. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(PROJECT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function readDocument(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

/** All fenced blocks in order; an unclosed one is an error. */
export function blocksOf(markdown: string): readonly Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let heading = '';
  for (let i = 0; i < lines.length; i++) {
    heading = /^#+ (.*)$/.exec(lines[i] ?? '')?.[1] ?? heading;
    const [, fence = '', language = ''] = /^\s*(```+|~~~+)\s*(\S*)\s*$/.exec(lines[i] ?? '') ?? [];
    if (fence === '') continue;
    const end = lines.findIndex((line, index) => index > i && line.trim() === fence);
    if (end < 0) throw new Error(`the block on line ${i + 1} is never closed`);
    blocks.push({ language, text: lines.slice(i + 1, end).join('\n'), line: i + 2, heading });
    i = end;
  }
  return blocks;
}

/** A command in a console block, and its output. */
export interface Exchange {
  readonly command: string;
  readonly output: string;
}

/** The commands after `$ `, each with the lines up to the next one. */
export function exchangesOf({ text, line }: Block): readonly Exchange[] {
  const [before = '', ...parts] = `\n${text}`.split('\n$ ');
  if (before !== '') throw new Error(`the console block on line ${line} begins with no command`);
  return parts.map((part) => {
    const [command = '', ...output] = part.split('\n');
    return { command, output: output.join('\n').trimEnd() };
  });
}
