import { columnsOf, type TypedRow, type TypedValue } from '../datastore/typed-value.ts';
import { notFound } from '../errors.ts';
import type { NamedColumn } from '../expression/lookup.ts';
import { readNamed } from '../expression/named-value.ts';
import { resolveNames } from '../expression/unknown-name.ts';
import { globMatches } from '../text/glob.ts';
import { type ListedName, listName } from '../text/name-list.ts';
import { show } from '../text/show.ts';
import { isServerField } from './summary-fields.ts';

/** Rows that may be read several times: an array, for example. */
interface Rows {
  values(): Iterable<TypedRow>;
}

/** Metrics selected by name, by a path into one, or by a pattern with `*`. */
export class ChosenMetrics {
  readonly names: readonly string[];
  readonly #resolved: ReadonlyMap<string, NamedColumn>;

  private constructor(resolved: ReadonlyMap<string, NamedColumn>) {
    this.names = [...resolved.keys()];
    this.#resolved = resolved;
  }

  /**
   * Throws for metrics that no summary has, unless there are none at all. A pattern selects from the metrics of the shown
   * summaries.
   */
  static from(asked: readonly ListedName[], summaries: Rows, option: string, shown: Rows = summaries): ChosenMetrics {
    const known = columnsOf(summaries.values());
    // Works if somebody asks for it, but is not among the names to choose from.
    if (!asked.some(({ name }) => name === 'id')) known.delete('id');
    const knownOfShown = columnsOf(shown.values());
    const names = asked.flatMap((each) => expanded(each, known, knownOfShown, option));
    const resolved: Iterable<readonly [string, NamedColumn]> =
      known.size === 0
        ? names.map((name) => [name, { name, column: name, path: '' }])
        : resolveNames(names, { columns: known, rows: () => summaries.values() }, { label: option, write: listName });
    return new ChosenMetrics(new Map(resolved));
  }

  /** The value of a metric in a summary. */
  value(name: string, summary: TypedRow | undefined): TypedValue | undefined {
    const named = this.#resolved.get(name);
    return named && summary && readNamed(named, summary);
  }
}

function expanded(
  { name, isQuoted }: ListedName,
  known: ReadonlySet<string>,
  knownOfShown: ReadonlySet<string>,
  option: string,
): readonly string[] {
  if (isQuoted || !name.includes('*') || known.has(name)) return [name];
  // Patterns match the fields that a Server adds only if they begin with sys/.
  const isHidden = (metric: string) => metric === 'id' || (isServerField(metric) && !name.startsWith('sys/'));
  const matching = [...known].filter((metric) => !isHidden(metric) && globMatches(name, metric));
  const matchingShown = matching.filter((metric) => knownOfShown.has(metric));
  if (matchingShown.length > 0) return matchingShown;
  if (matching.length > 0 || known.size === 0) return matching;
  throw notFound(`${option}: no metric matches ${show(name)}`, `Use ${option} '*' to see all metrics.`);
}
