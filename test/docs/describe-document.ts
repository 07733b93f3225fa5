import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StandInServer } from '../support/stand-in.ts';
import { type Block, blocksOf, exchangesOf, LANGUAGES, PROJECT, readDocument } from './blocks.ts';
import { isAnalysis, missingFor, startServer, tablesPython } from './environment.ts';
import { type PythonAnswer, runPython } from './python.ts';
import type { Reader } from './reader.ts';
import { type Program, programsOf, promisedOutput, runProgram, typeErrors } from './typescript.ts';
import { stepsOf } from './workflow.ts';

// SWJOB_UPDATE_DOCS=1 writes the output of commands into the console blocks.
const isUpdating = process.env['SWJOB_UPDATE_DOCS'] === '1';

/** Times that change from run to run. */
const still = (shown: string) =>
  shown.replaceAll(/\b\d+ (?:second|minute|hour|day|month|year)s? ago\b/g, 'a while ago');

/**
 * Runs every block of a document as printed, from top to bottom. Replacements for what is printed are listed in
 * environment.ts.
 */
export function describeDocument(document: string, open: (server: StandInServer) => Promise<Reader>): void {
  describe(document, () => {
    const markdown = readDocument(document);
    const blocks = blocksOf(markdown);
    const programBlocks = blocks.filter(({ language }) => language === 'ts');
    const pythonBlocks = blocks.filter(({ language, text }) => language === 'python' && !isAnalysis(text));
    let server: StandInServer;
    let reader: Reader;
    let programs: readonly Program[];
    let answers: Promise<ReadonlyMap<Block, PythonAnswer>> | undefined;

    beforeAll(async () => {
      server = await startServer();
      reader = await open(server);
    });
    afterAll(() => server.close());

    it('has only blocks in known languages', () => {
      for (const { language, line } of blocks) expect(LANGUAGES, `line ${line}`).toContain(language);
    });

    for (const block of blocks.filter(({ language }) => language !== 'text')) {
      const missing = missingFor(block);
      const title = `line ${block.line}, ${block.heading}: ${block.language}`;
      it.skipIf(missing !== undefined)(missing ? `${title}, SKIPPED: no ${missing}` : title, () => run(block), 120_000);
    }

    async function run(block: Block): Promise<void> {
      switch (block.language) {
        case 'sh': {
          const { status, stdout, stderr } = await reader.type(block.text);
          expect(status, `${stdout}\n${stderr}`).toBe(0);
          return;
        }
        case 'yaml':
          for (const script of stepsOf(block.text)) {
            const { status, stdout, stderr } = await reader.type(script);
            expect(status, `${script}\n${stdout}\n${stderr}`).toBe(0);
          }
          return;
        case 'make':
          await reader.type(`cat > Makefile <<'END'\n${block.text}\nEND`);
          return;
        case 'console':
          return runConsole(block);
        case 'ts':
          return runTypeScript(block);
        case 'python':
          if (isAnalysis(block.text)) return runAnalysis(block);
          expect((await pythonAnswers()).get(block)?.error).toBeNull();
      }
    }

    /** The folder with the files that earlier blocks wrote. */
    async function runAnalysis(block: Block): Promise<void> {
      const ended = await reader.typePython(tablesPython ?? '', block.text);
      expect(ended.status, ended.stderr).toBe(0);
      const lines = ended.stdout.split('\n');
      const missing = promisedOutput(block).filter((line) => !lines.includes(line));
      expect(missing, ended.stdout).toEqual([]);
    }

    function pythonAnswers(): Promise<ReadonlyMap<Block, PythonAnswer>> {
      answers ??= runPython(document, pythonBlocks);
      return answers;
    }

    async function runConsole(block: Block): Promise<void> {
      const exchanges = exchangesOf(block);
      const ended = await reader.typeAtTerminal(exchanges.map(({ command }) => command));
      const shown = exchanges.map(({ command }, index) => `$ ${command}\n${ended[index]?.shown ?? ''}`.trimEnd());
      if (isUpdating) return update(block, shown.join('\n'));
      expect(still(shown.join('\n'))).toBe(still(block.text));
      // A failure is visible in its message, or in the status that is printed next.
      const isMeant = ({ shown }: { shown: string }, index: number) =>
        /^swjob: /m.test(shown) || exchanges[index + 1]?.command === 'echo $?';
      expect(ended.filter((one, index) => one.status !== 0 && !isMeant(one, index))).toEqual([]);
    }

    async function runTypeScript(block: Block): Promise<void> {
      programs ??= programsOf(document, programBlocks, reader);
      const program = programs.find((one) => one.block === block);
      if (program === undefined) throw new Error(`no program of line ${block.line}`);
      const ended = await runProgram(program, reader);
      expect(ended).toMatchObject({ status: 0, stderr: '' });
      const promised = promisedOutput(block);
      const lines = ended.stdout.split('\n');
      expect(
        promised.filter((line) => !lines.includes(line)),
        ended.stdout,
      ).toEqual([]);
      const before = blocks[blocks.indexOf(block) - 1];
      if (before?.language === 'python' && missingFor(before) === undefined) {
        expect(ended.stdout).toBe((await pythonAnswers()).get(before)?.stdout);
      }
    }

    if (programBlocks.length > 0) {
      it('has programs with correct types', async () => {
        programs ??= programsOf(document, programBlocks, reader);
        expect(await typeErrors(reader)).toBe('');
      });
    }

    function update(block: Block, text: string): void {
      const path = join(PROJECT, document);
      writeFileSync(
        path,
        readFileSync(path, 'utf8').replace(`\n${block.text}\n`, () => `\n${text}\n`),
      );
    }
  });
}
