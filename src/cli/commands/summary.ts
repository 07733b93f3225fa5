import type { TypedRow, TypedValue } from '../../datastore/typed-value.ts';
import type { Expression } from '../../expression/expression.ts';
import { expandJobArguments, findJob } from '../jobs.ts';
import { printDocument, printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';
import { comparisonColumns, comparisonRows, type JobSummary, recordRows } from '../summary-comparison.ts';

export interface SummaryOptions {
  readonly assert?: string[];
}

/** Prints the summary of one job, or of several side by side; exits 10 where an assertion is false. */
export const summary: Command<SummaryOptions> = async (args, options, run) => {
  const { parseExpression } = await import('../../expression/expression.ts');
  const assertions: Expression[] = [];
  for (const text of options.assert ?? []) assertions.push(await parseExpression(text, '--assert'));
  const summaries: JobSummary[] = [];
  for (const uri of await expandJobArguments(run, args)) {
    const { source } = await findJob(run, uri);
    const row = await source.summary();
    if (row === null) run.note(`The job ${source.id} has no summary.`);
    summaries.push({ uri: source.uri, id: source.id, row: row ?? new Map() });
  }
  const [first] = summaries;
  if (summaries.length === 1 && first && args.length === 1 && args[0] !== '-') await printOne(run, first.row);
  else await printSeveral(run, summaries);
  return (await allHold(run, assertions, summaries)) ? undefined : 10;
};

async function printOne(run: Run, row: TypedRow): Promise<void> {
  const { plainText, displayText } = await import('../../render/cell-text.ts');
  const { tabSeparatedCell } = await import('../../render/control-characters.ts');
  const shown = pickShown(run, row);
  await printDocument(run, {
    record: row,
    lines: async (palette) => {
      const { panelLines } = await import('../../render/panel.ts');
      const text = (value: TypedValue) => displayText(value, { full: !run.output.truncate });
      return panelLines(
        Array.from(shown, ([name, value]) => ({ name, text: text(value) })),
        palette,
      );
    },
    piped: async () =>
      Array.from(shown, ([name, value]) => `${tabSeparatedCell(name)}\t${tabSeparatedCell(plainText(value))}`),
  });
}

function pickShown(run: Run, row: TypedRow): readonly (readonly [string, TypedValue])[] {
  const { fields } = run.output;
  if (!fields) return [...row];
  return fields.flatMap((name) => {
    const value = row.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** For people metrics side by side, the best of each marked; for programs one record a job. */
async function printSeveral(run: Run, summaries: readonly JobSummary[]): Promise<void> {
  const isTable = run.output.format === 'table' && !run.output.quiet;
  const rows = isTable ? comparisonRows(summaries) : recordRows(summaries, run.output.format);
  await printRows(run, {
    batches: async function* () {
      yield rows;
    },
    columns: async () => [...new Set(rows.flatMap((row) => [...row.keys()]))],
    idColumn: 'id',
    ...(isTable && { looks: comparisonColumns(summaries) }),
  });
}

async function allHold(
  run: Run,
  assertions: readonly Expression[],
  summaries: readonly JobSummary[],
): Promise<boolean> {
  const { readReference, unknownNames } = await import('../../expression/reference.ts');
  const { displayText } = await import('../../render/cell-text.ts');
  let hold = true;
  for (const { id, row } of summaries) {
    const lookup = (name: string) => row.get(name);
    for (const assertion of assertions) {
      const unknown = unknownNames(assertion, row.keys());
      if (unknown.length === 0 && assertion.test(lookup)) continue;
      hold = false;
      const values = assertion.references.map((reference) => {
        const value = readReference(reference, lookup);
        return `${reference.name} is ${value === undefined ? 'missing' : displayText(value)}`;
      });
      run.warn(`assertion is false for ${id}: ${assertion.text} (${values.join(', ')})`);
      const near = unknown.flatMap(({ suggestions }) => suggestions);
      if (near.length > 0) run.note(`Did you mean ${near.join(' or ')}?`);
    }
  }
  return hold;
}
