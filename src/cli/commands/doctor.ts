import type { Check } from '../../engine/doctor.ts';
import { usageError } from '../../errors.ts';
import { checkFields } from '../fields.ts';
import { type Finding, printFound } from '../findings.ts';
import type { Command } from '../run.ts';

export interface DoctorOptions {
  readonly python?: string;
  readonly store?: boolean;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const FIELDS = ['check', 'state', 'detail', 'hint'] as const satisfies readonly (keyof Check)[];

/** Prints each check as it is done; exits 1 if one failed. With `--store`, prints every damaged file instead. */
export const doctor: Command<DoctorOptions> = async (_args, options, run) => {
  const { python, store, prune } = options;
  if (prune && !store) throw usageError('--prune needs --store', 'Run swjob doctor --store --prune.');
  if (options.dryRun && !prune)
    throw usageError('--dry-run needs --prune', 'Run swjob doctor --store --prune --dry-run.');
  if (prune) return (await import('./doctor-prune.ts')).doctorPrune(run, options);
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
  await printFound(run, found(), FIELDS, findingOf);
  return checks.some(({ state }) => state === 'failed') ? 1 : undefined;
};

/** A check for people, with the lines of the hint below it. */
function findingOf({ check, state, detail, hint }: Check): Finding {
  return { word: state, paint: paintState(state), title: `${check}: ${detail}`, details: hint?.split('\n') ?? [] };
}

function paintState(state: Check['state']): Finding['paint'] {
  if (state === 'ok') return (text, palette) => palette.good(text);
  return (text, palette) => (state === 'failed' ? palette.bad(text) : palette.warning(text));
}
