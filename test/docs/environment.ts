import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { python } from '../cli/at-terminal.ts';
import { analysisPython } from '../parquet/analysis-python.ts';
import { loggedIn } from '../support/logged-in.ts';
import { installPacked } from '../support/packed.ts';
import { type StandInServer, startStandIn } from '../support/stand-in.ts';
import { copyOfStore } from '../support/stores.ts';
import type { Block } from './blocks.ts';
import { canOpenTerminal, hasCommand, Reader } from './reader.ts';

export { python };

/** The Python with the packages that read Parquet files. */
export const tablesPython = analysisPython();

/** The documents' address of the Server, for which a local stand-in answers. */
const ADDRESS = 'https://starwhale.example.com';

/** What blocks need that a machine may lack. They are then skipped visibly, which is an error if CI=true. */
const needs = [
  { what: 'jq', isIn: ({ text }: Block) => /\bjq\b/.test(text), isThere: hasCommand('jq') },
  { what: 'make', isIn: ({ text }: Block) => /^make /m.test(text), isThere: hasCommand('make') },
  {
    what: 'Python with the client',
    isIn: ({ language, text }: Block) =>
      (language === 'python' && !isAnalysis(text)) || (language === 'sh' && /\b(?:swcli|python)\b/.test(text)),
    isThere: python !== undefined,
  },
  {
    what: 'Python with pandas, polars and DuckDB',
    isIn: ({ language, text }: Block) => language === 'python' && isAnalysis(text),
    isThere: tablesPython !== null,
  },
  { what: 'script of util-linux', isIn: ({ language }: Block) => language === 'console', isThere: canOpenTerminal() },
];

/** Whether a block of Python is about Parquet files instead of the client. */
export function isAnalysis(text: string): boolean {
  return /^(?:import|from) (?:pandas|polars|duckdb|pyarrow)\b/m.test(text);
}

/** What is missing to run a block; undefined if nothing. */
export function missingFor(block: Block): string | undefined {
  const missing = needs.find(({ isIn, isThere }) => !isThere && isIn(block))?.what;
  if (missing !== undefined && process.env['CI'] === 'true') throw new Error(`the documents need ${missing}`);
  return missing;
}

/** A server with the jobs of the store `real`, and a runtime for new ones. */
export async function startServer({
  brokenTables = [],
}: {
  brokenTables?: readonly string[];
} = {}): Promise<StandInServer> {
  const root = await copyOfStore('real');
  const version = 'gfrdqnrumfrtqzrvgiygemlbmmytczdcpb4wcoa2';
  const runtime = join(root, 'self', 'runtime', 'pytorch', version.slice(0, 2), `${version}.swrt`);
  mkdirSync(runtime, { recursive: true });
  writeFileSync(join(runtime, '_manifest.yaml'), `created_at: 2026-11-23 08:00:00 UTC\nversion: ${version}\n`);
  return startStandIn({ root, projects: ['self'], createdJobsBecome: ['RUNNING', 'SUCCESS'], brokenTables });
}

/** Replacements for what the documents print. */
function insteadOf(server: StandInServer): readonly (readonly [printed: string, typed: string])[] {
  return [
    [ADDRESS, server.origin],
    // Variables of a GitHub runner.
    ['npm install --global ./tools/swjob.tgz', 'swjob --version'],
    [
      'gh pr comment "$PR" --body-file comment.md',
      "grep -q '| accuracy | ' comment.md && grep -q '^| key | ' comment.md",
    ],
    // The clone uses the packages of this project.
    ['npm ci && npm run demo', 'npm run demo'],
    // This test is part of both, so it must not run them again: CI does.
    ['npm ci && npm test', `grep -q '(npm ci && npm test)' .ci/run`],
    [
      'npm run test:all',
      `grep -q '"npm test && npm run test:slow"' package.json && grep -q 'npm run test:slow' .ci/run`,
    ],
  ];
}

const path = python === undefined ? [] : [dirname(python)];

/** A reader with a clone of the project, and a token for the server in $STARWHALE_TOKEN. */
export function openReader(server: StandInServer): Promise<Reader> {
  return Reader.open({ instead: insteadOf(server), env: { STARWHALE_TOKEN: server.token }, path, hasClone: true });
}

/** A reader who has followed the README: swjob is installed, the store unpacked, and they are logged in to the server. */
export async function openExperiencedReader(server: StandInServer): Promise<Reader> {
  const prefix = dirname((await installPacked()).bin);
  const root = await copyOfStore('real');
  const { SW_CLI_CONFIG } = await loggedIn(server, { project: '1', current: false, root });
  const env = { STARWHALE_TOKEN: server.token, SW_LOCAL_STORAGE: root, SW_CLI_CONFIG };
  return Reader.open({ instead: insteadOf(server), env, path, prefix, hasClone: false });
}
