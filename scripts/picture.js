// Draws docs/session.svg, the picture in the README: the output of commands on a store written by the real engine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 88;
const SESSION = [
  'swjob list --metric accuracy --sort=-accuracy --size 4 --fields id,handler,accuracy',
  "swjob compare 624a vks7 --metric 'accuracy,macro avg/f1-score,hamming_loss'",
  'swjob plot 6nlo hqsp train/steps --y loss',
];

/** Characters are drawn on a grid, so that columns align in any font. */
const CELL = { width: 8.4, height: 18 };
const MARGIN = 18;
const COLOURS = { ink: '#e6edf3', dim: '#8b949e', prompt: '#7ee787', paper: '#0d1117' };

/** The picture as SVG; the same for the same program. */
export function sessionPicture() {
  const folder = mkdtempSync(join(tmpdir(), 'swjob-picture-'));
  try {
    execFileSync('tar', ['-xzf', join(PROJECT, 'test/stores/vision.tar.gz'), '-C', folder]);
    const env = {
      PATH: process.env.PATH,
      SW_LOCAL_STORAGE: join(folder, 'vision'),
      SW_CLI_CONFIG: join(folder, 'config.yaml'),
      COLUMNS: String(COLUMNS),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    };
    const lines = SESSION.flatMap((command) => [
      { prompt: command },
      ...printed(command, env).map((text) => ({ text })),
      { text: '' },
    ]);
    return svg(lines.slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printed(command, env) {
  const line = `${process.execPath} ${join(PROJECT, 'bin/swjob.js')} ${command.replace(/^swjob /, '')} --color always -o table 2>/dev/null`;
  return execFileSync('bash', ['-c', line], { env, encoding: 'utf8' }).trimEnd().split('\n');
}

function svg(lines) {
  const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const rows = lines.map(({ prompt, text }, index) => {
    const y = MARGIN + (index + 0.75) * CELL.height;
    if (prompt === undefined) return spans(text, y);
    return `${part('$', 0, y, ` fill="${COLOURS.prompt}"`)}${part(prompt, 2, y, ' font-weight="bold"')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A session of swjob in a terminal">
<rect width="100%" height="100%" rx="8" fill="${COLOURS.paper}"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" fill="${COLOURS.ink}" xml:space="preserve">
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`;
}

/** The parts of a line between its escape sequences, each at its position. */
function spans(line, y) {
  let style = {};
  let column = 0;
  let drawn = '';
  for (const [, codes, text] of line.matchAll(/(?:\u001b\[([\d;]*)m)|([^\u001b]+)/g)) {
    if (text === undefined) style = restyled(style, codes.split(';').map(Number));
    else {
      for (const { 0: word, index } of text.matchAll(/\S+(?: \S+)*/g)) {
        drawn += part(word, column + [...text.slice(0, index)].length, y, attributes(style));
      }
      column += [...text].length;
    }
  }
  return drawn;
}

function restyled(style, codes) {
  const [first] = codes;
  if (first === 38 && codes[1] === 5) return { ...style, colour: colour256(codes[2]) };
  if (first === 1) return { ...style, bold: true };
  if (first === 2) return { ...style, colour: COLOURS.dim };
  if (first === 22) return { ...style, bold: false, colour: undefined };
  if (first === 39) return { ...style, colour: undefined };
  return first === 0 ? {} : style;
}

function attributes({ colour, bold }) {
  return (colour ? ` fill="${colour}"` : '') + (bold ? ' font-weight="bold"' : '');
}

function part(text, column, y, more) {
  const escaped = text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);
  const cells = [...text].length;
  return `<text x="${(MARGIN + column * CELL.width).toFixed(1)}" y="${y.toFixed(1)}" textLength="${(cells * CELL.width).toFixed(1)}"${more}>${escaped}</text>`;
}

/** A colour of the 6 × 6 × 6 cube, or a grey, lightened for the dark background. */
function colour256(code) {
  const level = (value) => (value === 0 ? 0 : 55 + value * 40);
  const cube = code - 16;
  const rgb =
    code >= 232
      ? Array(3).fill(8 + (code - 232) * 10)
      : [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level);
  return `#${rgb
    .map((value) =>
      Math.round(value + (255 - value) * 0.35)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(PROJECT, 'docs/session.svg'), sessionPicture());
