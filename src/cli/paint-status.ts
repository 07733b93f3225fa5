import type { JobStatus } from '../job/record.ts';
import type { Palette } from '../render/color.ts';
import type { Column } from '../render/column.ts';

/** A status, or what is shown of it, in the colour of its meaning. */
export function paintStatus(status: string, palette: Palette, shown = status): string {
  switch (status as JobStatus) {
    case 'SUCCESS':
      return palette.good(shown);
    case 'FAIL':
      return palette.bad(shown);
    case 'RUNNING':
      return palette.running(shown);
    case 'PAUSED':
    case 'CANCELLING':
    case 'CANCELED':
      return palette.warning(shown);
    default:
      return shown;
  }
}

/** The statuses of jobs or tasks in a table. */
export const STATUS_COLUMN: Column = {
  name: 'status',
  importance: 90,
  minWidth: 10,
  paint: (shown, { value }, palette) => paintStatus(String(value), palette, shown),
};
