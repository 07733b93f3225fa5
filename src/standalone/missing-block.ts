import { damaged, type SwjobError } from '../errors.ts';
import type { BlockReplaced } from './block-files.ts';

/** The error for a block in the manifest that does not exist, or no longer. */
export function missingBlock(error: BlockReplaced): SwjobError {
  return damaged(`${error.message}: the block is missing`, {
    hint: 'If a job is writing the table just now, run the command again.',
  });
}
