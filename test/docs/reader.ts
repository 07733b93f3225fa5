import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { Ended } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';
import { PROJECT } from './blocks.ts';

/** What is not copied into a clone of the project. */
const NOT_CLONED = ['node_modules', '.git', '.python', 'bench'];
/** Variables that a shell sets by itself. */
const OWN_VARIABLES = ['_', 'SHLVL', 'PWD', 'OLDPWD'];

/** The width of the terminal in console blocks. */
const COLUMNS = 100;

/** Whether there is a command with this name. */
export function hasCommand(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** Whether there is a `script` like that of util-linux, which runs a command on a terminal and returns its status. */
export function canOpenTerminal(): boolean {
  return spawnSync('script', ['-qec', 'exit 7', '/dev/null'], { stdio: 'ignore' }).status === 7;
}

export interface ReaderOptions {
  /** Visible replacements in printed commands, for what a test cannot have. */
  readonly instead: readonly (readonly [printed: string, typed: string])[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder of commands that take precedence over the machine's. */
  readonly path: readonly string[];
  /** Where npm installs to; a new folder by default. */
  readonly prefix?: string;
  /** Whether the reader starts in a clone of the project instead of an empty folder. */
  readonly hasClone: boolean;
}

/**
 * A reader of a document who types what it says, with their own home, npm prefix and temporary folder. A block sees the
 * exports and the working directory of earlier ones.
 */
export class Reader {
  readonly folder: string;
  /** Where npm installs to. */
  readonly prefix: string;
  readonly env: Record<string, string>;
  readonly #instead: ReaderOptions['instead'];
  #cwd: string;

  private constructor(folder: string, { instead, env, path, prefix = join(folder, 'prefix') }: ReaderOptions) {
    this.folder = folder;
    this.prefix = prefix;
    this.#instead = instead;
    this.#cwd = join(folder, 'work');
    this.env = {
      TZ: 'UTC',
      HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      LANG: 'C.UTF-8',
      // No colours and no spinner, as Markdown cannot show them.
      TERM: 'dumb',
      NPM_CONFIG_PREFIX: prefix,
      NPM_CONFIG_CACHE: join(folder, 'npm-cache'),
      NPM_CONFIG_OFFLINE: 'true',
      // `npm pack` would build again.
      NPM_CONFIG_IGNORE_SCRIPTS: 'true',
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      ...env,
      PATH: [join(prefix, 'bin'), ...path, dirname(process.execPath), process.env['PATH']].join(delimiter),
    };
  }

  static async open(options: ReaderOptions): Promise<Reader> {
    const folder = await mkdtemp(join(await temporaryFolder(), 'reader-'));
    for (const name of ['home', 'tmp', 'work']) mkdirSync(join(folder, name));
    if (options.hasClone) {
      cpSync(PROJECT, join(folder, 'work'), {
        recursive: true,
        filter: (path) => !NOT_CLONED.includes(basename(path)) && !path.endsWith('.tgz'),
      });
      symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'work', 'node_modules'));
    }
    return new Reader(folder, options);
  }

  /** The folder of the installed package. */
  get installed(): string {
    return join(this.prefix, 'lib', 'node_modules', 'swjob');
  }

  /** Replaces printed text with what is typed instead. */
  typed(printed: string): string {
    return this.#instead.reduce((text, [from, to]) => text.replaceAll(from, to), printed);
  }

  /** Runs a whole script; the first failing command ends it, even in a pipe. */
  async type(printed: string): Promise<Ended> {
    const file = this.#script(`set -eo pipefail\n${this.typed(printed)}\n${this.#leaving()}`);
    return this.#ended('bash', [file]);
  }

  /** Runs a block of Python in the reader's working directory. */
  async typePython(python: string, printed: string): Promise<Ended> {
    const file = join(this.folder, 'block.py');
    writeFileSync(file, this.typed(printed));
    writeFileSync(join(this.folder, 'state'), '');
    return this.#ended(python, [file]);
  }

  /** Runs commands one after the other on a terminal; returns the status and output of each. */
  async typeAtTerminal(printed: readonly string[]): Promise<readonly { status: number; shown: string }[]> {
    // Keeps the command's status for an `echo $?` that may follow.
    const commands = printed.map((command) => `${this.typed(command)}\n_s=$?; printf '\\036%s\\036' $_s; (exit $_s)`);
    const file = this.#script(`${commands.join('\n')}\n${this.#leaving()}`);
    const { stdout } = await this.#ended('script', [
      '-qec',
      `stty cols ${COLUMNS} rows 40 -onlcr; bash ${file}`,
      '/dev/null',
    ]);
    // jq uses colours on any terminal.
    const parts = stdout.replaceAll(/\u001b\[[\d;]*m/g, '').split('\u001e');
    return printed.map((_, index) => ({
      shown: (parts[2 * index] ?? '').trimEnd(),
      status: Number(parts[2 * index + 1] ?? Number.NaN),
    }));
  }

  async #ended(command: string, args: readonly string[]): Promise<Ended> {
    const child = spawn(command, args, { cwd: this.#cwd, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? -1));
    });
    const [status, stdout, stderr] = await Promise.all([closed, readAll(child.stdout), readAll(child.stderr)]);
    this.#takeOver();
    return { status, stdout, stderr };
  }

  #script(text: string): string {
    const file = join(this.folder, 'block.sh');
    writeFileSync(file, text);
    writeFileSync(join(this.folder, 'state'), '');
    return file;
  }

  /** The end of a script, which saves its state for the next one. */
  #leaving(): string {
    return `{ pwd; env -0; } > '${join(this.folder, 'state')}'\n`;
  }

  #takeOver(): void {
    const state = readFileSync(join(this.folder, 'state'), 'utf8');
    const end = state.indexOf('\n');
    if (end < 0) return;
    this.#cwd = state.slice(0, end);
    for (const entry of state.slice(end + 1).split('\0')) {
      const [, name = '', value = ''] = /^(\w+)=([\s\S]*)$/.exec(entry) ?? [];
      if (name !== '' && !OWN_VARIABLES.includes(name)) this.env[name] = value;
    }
  }
}
