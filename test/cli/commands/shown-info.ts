import { storeEnv, swjob } from '../../support/cli.ts';
import { type StoreName, unpackStore } from '../../support/stores.ts';

/** A multi-classification in the store `real`. */
export const CLASSIFIED = 'qsrgiil7bkaevzdmgfaikqvhwdcm26girlt6qg2r';

/** Runs `info` on a store; on a terminal if it has columns. */
export async function info(store: StoreName, args: readonly string[], columns?: number) {
  const env = { ...storeEnv(await unpackStore(store)), NO_COLOR: '1' };
  return swjob(['info', ...args], { env, ...(columns !== undefined && { tty: { columns } }) });
}
