import { featureLines } from './feature-lines.js';
import { growthLines } from './growth-lines.js';
import { optionLines } from './option-lines.js';
import { shapeLines } from './shape-lines.js';
import { startLines } from './start-lines.js';

/**
 * The lines of the bench: what is done, the commands to compare, and the limits for swjob. Lines of one `group` are measured
 * in turn, and share the commands that they are compared with. A store has a `job`, the `folder` of its table `results`,
 * and the `summaryFolder`; stores that a quick run does not make are undefined.
 */
export function benchLines(stores, python) {
  return [
    ...startLines(stores, python),
    ...optionLines(stores, python),
    ...shapeLines(stores),
    ...featureLines(stores),
    ...growthLines(stores),
  ];
}
