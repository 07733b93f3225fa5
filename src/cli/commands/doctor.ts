import { rowFromPlain } from '../../datastore/typed-value.ts';
import type { Check } from '../../engine/doctor.ts';
import type { Palette } from '../../render/color.ts';
import { visible } from '../../render/control-characters.ts';
import { checkFields } from '../fields.ts';
import { printRows } from '../present.ts';
import type { Command, Run } from '../run.ts';

export interface DoctorOptions {
  readonly python?: string;
  readonly store?: boolean;
}

const FIELDS = ['check', 'state', 'detail', 'hint'] as const satisfies readonly (keyof Check)[];

/** Prints one finding after the other; the exit status is 1 where one is a failure. With `--store`: every damaged file. */
export const doctor: Command<DoctorOptions> = async (_args, { python, store }, run) => {
  if (store) return (await import('./doctor-store.ts')).doctorStore(run);
  checkFields(run, FIELDS);
  const { examine } = await import('../../engine/doctor.ts');
  const checks: Check[] = [];
  const found = async function* () {
    for await (const check of examine(run.session, python)) {
      checks.push(check);
      yield check;
    }
  };
  if (isForPeople(run)) await tell(run, found());
  else {
    await printRows(run, {
      batches: async function* () {
        for await (const check of found()) yield [rowFromPlain({ ...check })];
      },
      columns: async () => FIELDS,
      idColumn: 'check',
    });
  }
  return checks.some(({ state }) => state === 'failed') ? 1 : undefined;
};

function isForPeople({ context, output }: Run): boolean {
  return context.stdout.isTTY === true && output.format === 'table' && !output.quiet && output.fields === undefined;
}

/** Findings whole, whatever the width: a hint that is cut helps nobody. */
async function tell({ context, output }: Run, checks: AsyncIterable<Check>): Promise<void> {
  const { colorLevel, palette: paletteOf } = await import('../../render/color.ts');
  const palette = await paletteOf(colorLevel({ flag: output.color, env: context.env, isTTY: true }));
  for await (const { check, state, detail, hint } of checks) {
    const lines = [`${paintState(state, palette)}${visible(check)}: ${visible(detail)}`];
    for (const line of hint?.split('\n') ?? []) lines.push(`         ${visible(line)}`);
    context.stdout.write(`${lines.join('\n')}\n`);
  }
}

function paintState(state: Check['state'], palette: Palette): string {
  const word = state.padEnd(9);
  if (state === 'ok') return palette.good(word);
  return state === 'failed' ? palette.bad(word) : palette.warning(word);
}
