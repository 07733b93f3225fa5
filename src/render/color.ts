/** How many colours may be used: none, 16, 256, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

export type ColorFlag = 'auto' | 'always' | 'never';

export interface ColorSituation {
  readonly flag: ColorFlag;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the stream that the colours would go to is a terminal. */
  readonly isTTY: boolean;
}

/**
 * The level of colour for a stream. The flag decides over the environment, there a variable that forces colour over one
 * that forbids it, and those over what the terminal says of itself.
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

/** Puts a colour around a text that has no control characters of its own. */
export type Paint = (text: string) => string;

/** Colours by what they mean; with level 0 every one of them gives the text back unchanged. */
export interface Palette {
  readonly level: ColorLevel;
  readonly heading: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warning: Paint;
  readonly running: Paint;
  readonly best: Paint;
  /** A background for a share between 0 and 1, the higher the hotter; only from 256 colours on. */
  heat(text: string, share: number): string;
  /** The same as the colour of the text itself. */
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
 * The palette of a level; the colour library is loaded only for a level above 0. What the background is, nobody can
 * know: colours are of a middle lightness, which reads on black and on white. The 16 colours are the terminal's own,
 * and the user chose them together with its background.
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
 * From a dull blue to a bright orange, with the colour of a text on it: that it grows hotter shows in hue and in
 * saturation, which a light background does not turn round as it does lightness.
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
