/** What swjob is compared with, and its name in the table. */
export const YARDSTICKS = {
  node: 'bare node',
  block: 'inflate of one block',
  inflate: 'inflate',
  parse: 'P',
  jsonl: 'swjob to jsonl',
  pages: 'pages and JSON.parse',
  client: 'Python client',
  bytes: 'the same, pickles as bytes',
  tenth: 'a tenth of the jobs',
  printed: 'printing the column',
  print: 'printing one of them',
};

/** A limit may be missed by this factor before `--quick` fails, as times vary. */
const TOLERANCE = 1.1;

/*
 * All limits compare the best runs of two commands: other work on the machine only adds to the times.
 */

/** The wall time as a ratio. */
export function atMost(factor, yardstick) {
  return limit(
    `≤ ${factor} ${yardstick === 'parse' ? 'P' : `× ${YARDSTICKS[yardstick]}`}`,
    factor,
    (measured) => best(measured.ours, 'wall') / best(measured[yardstick], 'wall'),
    (ratio) => `${ratio.toFixed(2)} ${yardstick === 'parse' ? 'P' : '×'}`,
  );
}

/** The wall time in addition to that of another command. */
export function plus(milliseconds, yardstick) {
  return limit(`≤ ${YARDSTICKS[yardstick]} + ${milliseconds} ms`, milliseconds, beyond('wall', yardstick), added);
}

/** The CPU time in addition to that of another command. */
export function processorTimePlus(milliseconds, yardstick) {
  return limit(`CPU ≤ ${YARDSTICKS[yardstick]} + ${milliseconds} ms`, milliseconds, beyond('cpu', yardstick), added);
}

/** An absolute limit, for what people wait for, however slow the machine. */
export function within(milliseconds) {
  return limit(`≤ ${milliseconds} ms`, milliseconds, ({ ours }) => best(ours, 'wall'), inMilliseconds);
}

export function peakWithin(megabytes) {
  const peak = ({ ours }) => best(ours, 'peak');
  const show = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  return limit(`peak ≤ ${megabytes} MB`, megabytes * 1e6, peak, show);
}

/** The longest time in which no timer of the program ran. */
export function gapWithin(milliseconds) {
  return limit(`gap ≤ ${milliseconds} ms`, milliseconds, ({ ours }) => best(ours, 'gap'), inMilliseconds);
}

function limit(text, bound, measure, show) {
  return {
    text,
    holds: (measured) => {
      const value = measure(measured);
      if (value === null) return null;
      return { kept: value <= bound, nearly: value <= bound * TOLERANCE, text: show(value) };
    },
  };
}

function beyond(figure, yardstick) {
  return (measured) => best(measured.ours, figure) - best(measured[yardstick], figure);
}

/** Null if the system does not report the figure. */
function best(runs, figure) {
  const values = runs.map((run) => run[figure]).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? null : Math.min(...values);
}

function added(milliseconds) {
  return `+ ${milliseconds.toFixed(0)} ms`;
}

function inMilliseconds(milliseconds) {
  return `${milliseconds.toFixed(0)} ms`;
}
