// Rows become text: JSON, typed JSON, or comma- or tab-separated values.
import { out, writeTo } from './cursor';
import { putDelimitedRow } from './encode-delimited';
import { putObject } from './encode-json';
import { Format, format, hasRoomFor, setOutput } from './format';
import { Plan } from './layout';
import { putText, Text } from './texts';

/** Where the last complete row ends in the output. */
export let written: usize = 0;

/**
 * Writes as many rows as fit in the output: the rows that `selection` lists in its entries `from` to `count`, or, if it is
 * 0, the rows with these numbers. `list` has the columns in their order. With `byPlan`, a row of one record is written by
 * its plan, which has only the columns of that record. Returns the entry of the first row that did not fit.
 */
export function encode(
  asFormat: i32,
  list: usize,
  listCount: i32,
  byPlan: bool,
  rowPlans: usize,
  selection: usize,
  from: i32,
  count: i32,
  output: usize,
  outputEnd: usize,
): i32 {
  setOutput(asFormat, outputEnd);
  written = output;
  for (let index = from; index < count; index++) {
    const row = selection === 0 ? index : load<i32>(selection + (index << 2));
    const plan: usize = byPlan ? <usize>load<u32>(rowPlans + (row << 2)) : 0;
    writeTo(written);
    if (!hasRoomFor(0)) return index;
    putText(Text.BEFORE);
    const isWritten =
      format >= Format.csv
        ? putDelimitedRow(list, listCount, row)
        : plan !== 0
          ? putObject(load<u32>(plan, Plan.ORDER), load<i32>(plan, Plan.ORDER_COUNT), row)
          : putObject(list, listCount, row);
    if (!isWritten) return index;
    putText(Text.AFTER);
    written = out;
  }
  return count;
}
