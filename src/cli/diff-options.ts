import { usageError } from '../errors.ts';
import type { Expression } from '../expression/expression.ts';
import { type DiffOptions, SHOWN_ROWS } from '../job/diff/options.ts';
import { splitList } from '../text/list.ts';
import { splitNames } from '../text/name-list.ts';
import { parseCount } from '../text/number.ts';
import { show } from '../text/show.ts';
import { oneOf } from './global-options.ts';
import type { Run } from './run.ts';

/** The options of `diff`, as the command line gives them. */
export interface RawDiffOptions {
  readonly on?: string[];
  readonly ignore?: string[];
  readonly columns?: string[];
  readonly tolerance?: string;
  readonly where?: string;
  readonly right?: string;
  readonly only?: string[];
  readonly limit?: string;
  readonly unpickle?: boolean;
  readonly saveArtifacts?: string;
  readonly exitStatus?: boolean;
  readonly out?: string;
}

export async function parseDiffOptions(raw: RawDiffOptions, { skipDamaged }: Run): Promise<DiffOptions> {
  return {
    on: raw.on && splitNames(raw.on, '--on'),
    ignore: raw.ignore && ignoredNames(raw.ignore),
    columns: raw.columns && splitNames(raw.columns, '--columns'),
    tolerance: raw.tolerance === undefined ? undefined : toleranceOf(raw.tolerance),
    where: await conditionOf(raw.where, '--where'),
    right: await conditionOf(raw.right, '--right'),
    only: raw.only && splitList(raw.only, '--only').map((word) => oneOf(SHOWN_ROWS, word, '--only')),
    unpickle: raw.unpickle,
    rows: raw.saveArtifacts !== undefined,
    skipDamaged,
  };
}

/** `--limit`; undefined for all rows. */
export function limitOf({ limit }: RawDiffOptions): number | undefined {
  return limit === undefined ? undefined : parseCount(limit, '--limit', 0);
}

/** An empty list ignores nothing. */
function ignoredNames(texts: readonly string[]): readonly string[] {
  return splitNames(
    texts.filter((text) => text.trim() !== ''),
    '--ignore',
  );
}

function toleranceOf(text: string): number {
  const tolerance = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(tolerance)) return tolerance;
  throw usageError(`--tolerance ${show(text)} is not a number of 0 or more`, 'Give a number such as 1e-6.');
}

async function conditionOf(text: string | undefined, option: string): Promise<Expression | undefined> {
  if (text === undefined) return undefined;
  const { parseExpression } = await import('../expression/expression.ts');
  return parseExpression(text, option);
}
