import type { JobStatus } from '../job/record.ts';
import type { Palette } from '../render/color.ts';

/** A status, coloured by its meaning. */
export function paintStatus(status: string, palette: Palette): string {
  switch (status as JobStatus) {
    case 'SUCCESS':
      return palette.good(status);
    case 'FAIL':
      return palette.bad(status);
    case 'RUNNING':
      return palette.running(status);
    case 'PAUSED':
    case 'CANCELLING':
    case 'CANCELED':
      return palette.warning(status);
    default:
      return status;
  }
}
