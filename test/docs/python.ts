import { spawn } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Block } from './blocks.ts';
import { openExperiencedReader, python, startServer } from './environment.ts';

/** What a block printed, and the traceback if it failed. */
export interface PythonAnswer {
  readonly stdout: string;
  readonly error: string | null;
}

/**
 * Runs all Python blocks of a document with the real client, in one process. They have their own store and server, because
 * the client writes to stores that it only reads, and blocks in other languages need the original state.
 */
export async function runPython(document: string, blocks: readonly Block[]): Promise<ReadonlyMap<Block, PythonAnswer>> {
  const server = await startServer();
  try {
    const reader = await openExperiencedReader(server);
    const script = fileURLToPath(new URL('run_blocks.py', import.meta.url));
    const child = spawn(python ?? '', [script], { env: reader.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const named = blocks.map(({ text, line }) => ({ name: `${document}:${line}`, code: reader.typed(text) }));
    child.stdin.end(JSON.stringify(named));
    const [stdout, stderr] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
    if (stdout === '') throw new Error(stderr);
    const answers = JSON.parse(stdout) as readonly PythonAnswer[];
    return new Map(answers.flatMap((answer, index) => (blocks[index] ? [[blocks[index], answer] as const] : [])));
  } finally {
    await server.close();
  }
}
