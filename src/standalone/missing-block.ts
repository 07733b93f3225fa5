import { damaged, type SwjobError } from '../errors.ts';
import type { BlockReplaced } from './block-files.ts';

/** A block that the manifest lists is not there, or no longer. */
export function missingBlock(error: BlockReplaced): SwjobError {
  return damaged(`${error.message}: the block is missing`, {
    hint: 'If a job is writing the table just now, run the command again.',
  });
}
