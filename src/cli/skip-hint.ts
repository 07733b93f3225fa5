import { isSwjobError, SwjobError } from '../errors.ts';
import type { Command } from './run.ts';

/** A command that ends at damage unless `--skip-damaged` is given, and says so then. */
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
