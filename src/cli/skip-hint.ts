import { isSwjobError, SwjobError } from '../errors.ts';
import type { Command } from './run.ts';

/** Adds to an error about damage the hint that `--skip-damaged` reads on. */
export function endsAtDamage<Options>(command: Command<Options>): Command<Options> {
  return async (args, options, run) => {
    try {
      return await command(args, options, run);
    } catch (error) {
      if (run.skipDamaged !== undefined || !isSwjobError(error, 'damaged') || error.hint !== undefined) throw error;
      throw new SwjobError('damaged', error.message, {
        hint: 'Run it with --skip-damaged to see the rest.',
        cause: error,
      });
    }
  };
}
