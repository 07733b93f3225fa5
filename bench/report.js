import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { YARDSTICKS } from './judge.js';
import { spread } from './measure.js';

/** The machine that the figures were measured on. */
export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
    taken: new Date().toISOString(),
  };
}

export function machineText({ cpu, cores, memory, system, node }) {
  return `${cpu}, ${cores} cores, ${(memory / 2 ** 30).toFixed(0)} GiB; ${system}; Node ${node}`;
}

export function count(number) {
  return number.toLocaleString('en-US');
}

/** The figures of a line: those of each command, and whether each limit is kept. */
export function judged({ work, limits }, measured) {
  const commands = Object.fromEntries(Object.entries(measured).map(([name, runs]) => [name, spread(runs)]));
  const verdicts = limits.map(({ text, holds }) => ({
    limit: text,
    ...(holds(measured) ?? { kept: null, nearly: null, text: '?' }),
  }));
  return { work, commands, verdicts };
}

/** The table in Markdown: median and spread of the wall time, peak memory, limits, and the compared commands. */
export function tableText(lines) {
  const rows = lines.map(({ work, commands, verdicts }) => {
    const beside = Object.entries(commands)
      .filter(([name]) => name !== 'ours')
      .map(([name, figures]) => `${YARDSTICKS[name]} ${duration(figures.wall.median)}${memory(figures, name)}`);
    const limits = verdicts.map(({ limit, kept, text }) => `${mark(kept)} ${text} (${limit})`);
    const { wall, peak } = commands.ours;
    return [
      work,
      duration(wall.median),
      `${duration(wall.min)}–${duration(wall.max)}`,
      peak ? megabytes(peak.median) : '?',
      limits.join('; ') || '—',
      beside.join(', '),
    ];
  });
  return markdown([['work', 'swjob', 'spread', 'peak', 'limit', 'beside'], ...rows]);
}

/** Of the compared commands, only the client's memory matters. */
function memory({ peak }, name) {
  return name === 'client' && peak ? ` and ${megabytes(peak.median)}` : '';
}

/** The size of what `npm install` writes to disk. */
export function packageText(packed) {
  const { dependencies = {} } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [{ unpackedSize, size, entryCount }] = JSON.parse(packed);
  const names = Object.keys(dependencies);
  const needs = names.length === 0 ? 'no dependencies' : `${names.length} dependencies: ${names.join(', ')}`;
  return `installed ${megabytes(unpackedSize)} in ${entryCount} files (${megabytes(size)} to download), ${needs}`;
}

function mark(kept) {
  if (kept === null) return '?';
  return kept ? '✓' : '✗';
}

function duration(milliseconds) {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}

function markdown([head, ...rows]) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => [...cells[column]].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
