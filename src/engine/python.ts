import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve as absolute, join } from 'node:path';
import { type Environment, environmentText } from '../config/environment.ts';
import { SwjobError } from '../errors.ts';

/** A Python that has starwhale installed. */
export interface Python {
  /** How to start it: a path, or a name to look up in PATH. */
  readonly command: string;
  readonly pythonVersion: string;
  readonly starwhaleVersion: string;
}

export interface PythonChoice {
  readonly command: string;
  /** What selected it: `--python`, `$VIRTUAL_ENV`, …. */
  readonly from: string;
}

/** The first release whose `model run` takes all options that swjob passes. */
const MIN_VERSION = [0, 6, 6] as const;
const PROBE_TIMEOUT_MS = 30_000;

const PROBE = `
import json, platform
from importlib import metadata
try:
    starwhale = metadata.version("starwhale")
except metadata.PackageNotFoundError:
    starwhale = None
print(json.dumps({"python": platform.python_version(), "starwhale": starwhale}))
`;

/** The Python to use: the named one, else that of the active environment, else `python3`. */
export function choosePython(named: string | undefined, environment: Environment): PythonChoice {
  if (named !== undefined) return { command: namedPython(named), from: '--python' };
  for (const variable of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const folder = environmentText(environment, variable);
    if (folder !== null) return { command: join(folder, 'bin', 'python'), from: `$${variable}` };
  }
  return { command: 'python3', from: 'PATH' };
}

/** A program, or the folder of a virtual environment. Paths are made absolute, as it is started in another folder. */
function namedPython(named: string): string {
  const inside = join(absolute(named), 'bin', 'python');
  if (existsSync(inside)) return inside;
  return named.includes('/') ? absolute(named) : named;
}

/** Asks a Python for its version and starwhale's; throws if it is missing, or if starwhale is missing or too old. */
export async function checkPython(choice: PythonChoice, env: Environment['env']): Promise<Python> {
  const { command } = choice;
  const { python, starwhale } = await probe(choice, env);
  if (starwhale === null) {
    throw new SwjobError('operation-failed', `${describe(choice)} (Python ${python}) has no starwhale`, {
      hint: `Install it with: ${quoted(command)} -m pip install starwhale\nOr name another Python with --python.`,
    });
  }
  if (isTooOld(starwhale)) {
    throw new SwjobError(
      'operation-failed',
      `${describe(choice)} has starwhale ${starwhale}, but running jobs needs ${MIN_VERSION.join('.')} or later`,
      { hint: `Upgrade it with: ${quoted(command)} -m pip install --upgrade starwhale` },
    );
  }
  return { command, pythonVersion: python, starwhaleVersion: starwhale };
}

async function probe(
  choice: PythonChoice,
  env: Environment['env'],
): Promise<{ readonly python: string; readonly starwhale: string | null }> {
  const { command } = choice;
  const options = { env: { ...env }, timeout: PROBE_TIMEOUT_MS, killSignal: 'SIGKILL' as const, cwd: '/' };
  const output = await new Promise<string>((resolve, reject) => {
    execFile(command, ['-c', PROBE], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(Object.assign(error, { stderr }));
    });
  }).catch((error: unknown) => {
    throw unusable(choice, error);
  });
  try {
    // A sitecustomize.py, for example, may print something first.
    const found: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    const { python, starwhale } = Object(found) as { python?: unknown; starwhale?: unknown };
    if (typeof python === 'string') return { python, starwhale: typeof starwhale === 'string' ? starwhale : null };
  } catch {
    // Reported below.
  }
  throw unusable(choice, null);
}

function unusable(choice: PythonChoice, error: unknown): SwjobError {
  return new SwjobError('operation-failed', `${describe(choice)} cannot be used: ${reasonOf(error, choice.command)}`, {
    hint: [
      'A job on Standalone runs in your own Python. Name it with --python PATH, or activate its environment;',
      'it needs starwhale: python3 -m pip install starwhale',
    ].join('\n'),
    cause: error,
  });
}

/** False if the path may not be looked at. */
function isFolder(path: string): boolean {
  return existsSync(`${path}/.`);
}

function reasonOf(error: unknown, command: string): string {
  const { code, stderr, killed } = Object(error) as { code?: unknown; stderr?: unknown; killed?: unknown };
  if (code === 'ENOENT') return 'not found';
  if (code === 'EACCES') return isFolder(command) ? 'it is a folder without a working bin/python' : 'it cannot be run';
  if (killed === true) return 'it does not respond';
  const last = String(stderr ?? '')
    .trim()
    .split('\n')
    .at(-1);
  if (last) return last;
  return typeof code === 'number' ? `it ends with status ${code}` : 'it is not a Python';
}

function describe({ command, from }: PythonChoice): string {
  return from === 'PATH' ? `the Python ${command}` : `the Python of ${from}, ${command},`;
}

function quoted(command: string): string {
  return /^[\w./+-]+$/.test(command) ? command : `'${command.replaceAll("'", "'\\''")}'`;
}

function isTooOld(version: string): boolean {
  const numbers = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  // A development version (`0.0.0.dev0`, built from source) cannot be compared.
  if (numbers.length < 3 || /dev|\+/.test(version)) return false;
  for (const [index, oldest] of MIN_VERSION.entries()) {
    const number = numbers[index] ?? 0;
    if (number !== oldest) return number < oldest;
  }
  return false;
}
