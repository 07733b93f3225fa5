import type { TypedRow } from '../datastore/typed-value.ts';
import { usageError } from '../errors.ts';
import { plainText } from '../render/cell-text.ts';
import { show } from '../text/show.ts';

/** The template of `--artifact-name`: text, with columns in braces. */
export interface ArtifactName {
  readonly columns: readonly string[];
  of(row: TypedRow): string;
}

/** Parses `{input/label}-as-{output/label}-{id}`; empty or unclosed braces are a usage error. */
export function parseArtifactName(template: string): ArtifactName {
  const parts = template.split(/\{([^{}]*)\}/);
  const isColumn = (at: number) => at % 2 === 1;
  if (template === '' || parts.some((part, at) => (isColumn(at) ? part === '' : /[{}]/.test(part)))) {
    throw usageError(
      `--artifact-name ${show(template)} is not a valid template`,
      "Write columns in braces: --artifact-name '{input/label}-as-{output/label}-{id}'",
    );
  }
  return {
    columns: parts.filter((_, at) => isColumn(at)),
    of: (row) => parts.map((part, at) => (isColumn(at) ? textOf(row, part) : part)).join(''),
  };
}

function textOf(row: TypedRow, column: string): string {
  const value = row.get(column);
  return value === undefined ? '' : plainText(value);
}
