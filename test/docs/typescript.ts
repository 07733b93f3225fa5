import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import type { Ended } from '../support/cli.ts';
import { type Block, PROJECT } from './blocks.ts';
import type { Reader } from './reader.ts';

const run = promisify(execFile);
const TSC = join(PROJECT, 'node_modules', 'typescript', 'bin', 'tsc');

/** A program from a block, beside an installed swjob. */
export interface Program {
  readonly block: Block;
  readonly file: string;
}

/** Puts the blocks of a document into a project that has swjob installed. */
export function programsOf(document: string, blocks: readonly Block[], reader: Reader): readonly Program[] {
  const folder = join(reader.folder, 'programs');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(reader.installed, join(folder, 'node_modules', 'swjob'));
  const options = { rootDir: '.', typeRoots: [join(PROJECT, 'node_modules', '@types')] };
  const config = { extends: join(PROJECT, 'tsconfig.json'), compilerOptions: options, include: ['*.mts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return blocks.map((block) => {
    const file = join(folder, `${document.replaceAll(/[/.]/g, '-')}-${block.line}.mts`);
    // At the same lines as in the document, so that errors name the document's lines.
    writeFileSync(file, `${'\n'.repeat(block.line - 1)}${reader.typed(block.text)}\n`);
    return { block, file };
  });
}

/** The compiler's errors for the programs with the project's own strict options; '' if there are none. */
export async function typeErrors(reader: Reader): Promise<string> {
  try {
    await run(process.execPath, [TSC, '-p', join(reader.folder, 'programs')]);
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

/** Runs a program with Node in the reader's working directory. */
export async function runProgram({ block, file }: Program, reader: Reader): Promise<Ended> {
  const script = file.replace(/\.mts$/, '.mjs');
  const { code } = transformSync(reader.typed(block.text), { loader: 'ts', target: 'node20' });
  writeFileSync(script, code);
  try {
    return { status: 0, ...(await run(process.execPath, [script], { env: reader.env, timeout: 30_000 })) };
  } catch (error) {
    return { status: 1, stdout: '', stderr: String(error) };
  }
}

/** The expected output of an example: the comments after its calls of console.log or print, in order. */
export function promisedOutput({ text }: Block): readonly string[] {
  const comments = text.matchAll(/console\.log\(.*\); \/\/ (.+)$|\) {2}# (.+)$/gm);
  return Array.from(comments, ([, ts, python = '']) => ts ?? python);
}
