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
  /** A background for a share between 0 and 1: the higher, the stronger. */
  heat(text: string, share: number): string;
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
};

/** The palette of a level; the colour library is loaded only for a level above 0. */
export async function palette(level: ColorLevel): Promise<Palette> {
  if (level === 0) return NO_COLORS;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return {
    level,
    heading: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    running: chalk.cyan,
    best: chalk.bold.green,
    heat: (text, share) => {
      if (!(share > 0)) return text;
      const strength = Math.min(1, share);
      // 16 colours have no shades: only the strong half is marked.
      if (level === 1) return strength >= 0.5 ? chalk.black.bgCyan(text) : text;
      const [red, green, blue] = shade(strength);
      return (strength > 0.55 ? chalk.black : chalk.white).bgRgb(red, green, blue)(text);
    },
  };
}

/** From a dark to a light blue, so that numbers stay readable on dark and on light terminals. */
function shade(strength: number): readonly [number, number, number] {
  const between = (from: number, to: number): number => Math.round(from + (to - from) * strength);
  return [between(18, 95), between(40, 215), between(75, 255)];
}
