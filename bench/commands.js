import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = (file) => fileURLToPath(new URL(file, import.meta.url));
const SWJOB = bench('../bin/swjob.js');
const NODE = process.execPath;

/** The commands on a store: swjob, and what it is compared with. */
export class Store {
  #store;
  #python;

  constructor(store, python) {
    this.#store = store;
    this.#python = python;
    this.env = {
      PATH: process.env.PATH,
      HOME: store.root,
      SW_LOCAL_STORAGE: store.root,
      SW_CLI_CONFIG: store.config,
    };
  }

  swjob(...words) {
    return { argv: [NODE, SWJOB, ...words], env: this.env };
  }

  node() {
    return { argv: [NODE, '-e', '0'], env: this.env };
  }

  limit(work, folder = this.#store.folder) {
    return { argv: [NODE, bench('limits.js'), work, folder], env: this.env };
  }

  swcli(...words) {
    const swcli = this.#python && join(dirname(this.#python), 'swcli');
    return swcli && existsSync(swcli) ? this.#client([this.#python, swcli, ...words]) : undefined;
  }

  client(work) {
    const uri = `local/project/self/job/${this.#store.job}`;
    return this.#python && this.#client([this.#python, bench('client.py'), work, uri]);
  }

  library(...words) {
    return { argv: [NODE, bench('library.js'), ...words], env: this.env };
  }

  pages({ address }) {
    return { argv: [NODE, bench('fetch-pages.js'), address], env: this.env };
  }

  /** Each command of the client runs once, as all together take minutes; with a config of its own, which it writes to. */
  #client(argv) {
    const path = `${dirname(argv[0])}${delimiter}${this.env.PATH}`;
    return { argv, env: { ...this.env, PATH: path, SW_CLI_CONFIG: this.#store.clientConfig }, once: true };
  }
}

export function headOf({ argv, env }) {
  return { argv: ['sh', '-c', '"$@" | head -1', 'sh', ...argv], env };
}

/** A command until it has filled the first screen, or ended. */
export function firstScreen(command) {
  return command && { ...command, argv: [NODE, bench('first-lines.js'), '24', ...command.argv] };
}

/** Pins commands to one core; without `taskset`, the line is left out. */
export function onOneCore(commands) {
  if (!has('taskset')) return {};
  const pin = ([name, { argv, env }]) => [name, { argv: ['taskset', '-c', '0', ...argv], env }];
  return Object.fromEntries(Object.entries(commands).map(pin));
}

/** Runs a command on a terminal; without `script`, the line is left out. */
export function onTerminal({ argv, env }) {
  if (!has('script')) return undefined;
  const quoted = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return { argv: ['script', '-qec', quoted, '/dev/null'], env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' } };
}

function has(tool) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
