import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a compiler from node_modules; its output goes to stderr. */
export async function runCompiler(program, args) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [`node_modules/${program}`, ...args]).catch(
    (error) => {
      process.stderr.write(`${error.stdout}${error.stderr}`);
      throw new Error(`${program} failed`);
    },
  );
  process.stderr.write(stdout + stderr);
}
