/** The available colours: none, 16, 256 or 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

export type ColorFlag = 'auto' | 'always' | 'never';

export interface ColorSituation {
  readonly flag: ColorFlag;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the output stream is a terminal. */
  readonly isTTY: boolean;
}

/**
 * The level of colour for a stream. In order of precedence: the flag, environment variables that force colour, those that
 * forbid it, and what the terminal says about itself.
 */
export function colorLevel({ flag, env, isTTY }: ColorSituation): ColorLevel {
  if (flag === 'never') return 0;
  if (flag === 'always') return terminalLevel(env);
  const force = env['FORCE_COLOR'] ?? '';
  if (force === '0' || force === 'false') return 0;
  if (force === '1' || force === '2' || force === '3') return Number(force) as ColorLevel;
  if (force !== '') return terminalLevel(env);
  const cliForce = env['CLICOLOR_FORCE'] ?? '';
  if (cliForce !== '' && cliForce !== '0') return terminalLevel(env);
  if ((env['NO_COLOR'] ?? '') !== '' || env['CLICOLOR'] === '0') return 0;
  return isTTY && env['TERM'] !== 'dumb' ? terminalLevel(env) : 0;
}

function terminalLevel(env: ColorSituation['env']): 1 | 2 | 3 {
  const colorTerm = env['COLORTERM'] ?? '';
  if (colorTerm === 'truecolor' || colorTerm === '24bit' || (env['WT_SESSION'] ?? '') !== '') return 3;
  return /-256(color)?$/i.test(env['TERM'] ?? '') ? 2 : 1;
}

/** Colours a string that has no control characters. */
export type Paint = (text: string) => string;

/** Colours by meaning; at level 0 they all return the text unchanged. */
export interface Palette {
  readonly level: ColorLevel;
  readonly heading: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warning: Paint;
  readonly running: Paint;
  readonly best: Paint;
  /** A background for a share between 0 and 1, hotter for higher ones; unchanged below 256 colours. */
  heat(text: string, share: number): string;
  /** The same with the text itself coloured. */
  heatInk(text: string, share: number): string;
}

const same: Paint = (text) => text;

export const NO_COLORS: Palette = {
  level: 0,
  heading: same,
  dim: same,
  good: same,
  bad: same,
  warning: same,
  running: same,
  best: same,
  heat: same,
  heatInk: same,
};

/**
 * The palette of a level; the colour library is loaded only for levels above 0. The background is unknown, so colours
 * have a medium lightness, which is readable on black and white. With 16 colours, the terminal's own are used, which fit
 * its background.
 */
export async function palette(level: ColorLevel): Promise<Palette> {
  if (level === 0) return NO_COLORS;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  if (level === 1) {
    const { bold, dim, green: good, red: bad, yellow: warning, cyan: running } = chalk;
    return { ...NO_COLORS, level, heading: bold, dim, good, bad, warning, running, best: bold.green };
  }
  const steps = HEAT.map(([code, text]) => ({ back: chalk.bgAnsi256(code).ansi256(text), ink: chalk.ansi256(code) }));
  const step = (share: number) =>
    share > 0 ? steps[Math.min(steps.length, Math.ceil(share * steps.length)) - 1] : null;
  return {
    level,
    heading: chalk.bold,
    dim: chalk.ansi256(243),
    good: chalk.ansi256(28),
    bad: chalk.ansi256(196),
    warning: chalk.ansi256(130),
    running: chalk.ansi256(31),
    best: chalk.bold.ansi256(28),
    heat: (text, share) => step(share)?.back(text) ?? text,
    heatInk: (text, share) => step(share)?.ink(text) ?? text,
  };
}

const BLACK = 16;
const WHITE = 231;

/**
 * Backgrounds from a dull blue to a bright orange, each with its text colour. Heat shows in hue and saturation, not in
 * lightness, which would reverse on a light background.
 */
const HEAT: readonly (readonly [code: number, text: number])[] = [
  [60, WHITE],
  [61, WHITE],
  [97, WHITE],
  [132, BLACK],
  [167, BLACK],
  [202, BLACK],
  [208, BLACK],
];
