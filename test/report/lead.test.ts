import { describe, expect, it } from 'vitest';
import type { XyChart } from '../../src/chart/data.ts';
import type { JobRecord } from '../../src/job/record.ts';
import { leadOf } from '../../src/report/lead.ts';
import type { JobReport, Predictions } from '../../src/report/report-data.ts';

const job = { status: 'SUCCESS', model: { name: 'mnist', version: null }, error_message: null } as JobRecord;

const lead = (given: Partial<JobReport>) => leadOf({ job, predictions: null, curves: [], ...given } as JobReport);

function predictions(total: number, wrong: number, count: number): Predictions {
  const mistake = count === 0 ? null : { truth: 'frog', predicted: 'dog', count };
  return { table: 'results', total, wrong, rows: [], wrongPictures: 0, mistake };
}

function curve(series: Readonly<Record<string, readonly number[]>>, more: Partial<XyChart> = {}): XyChart {
  const drawn = Object.entries(series).map(([name, y]) => ({
    name,
    x: Float64Array.from(y.keys()),
    y: Float64Array.from(y),
  }));
  return { kind: 'line', title: 'steps', xLabel: 'step', yLabel: 'accuracy', series: drawn, ...more };
}

describe('the first sentences of a report', () => {
  it.each([
    ['SUCCESS', null, []],
    ['FAIL', 'ValueError: boom', ['The job failed:']],
    ['FAIL', null, ['The job failed. No reason was recorded.']],
    ['CANCELED', null, ['The job was canceled. The page shows what it had written.']],
    ['RUNNING', null, ['The job is RUNNING. The page shows what it has written so far.']],
  ] as const)('say that the job is %s, with the reason %j', (status, error_message, sentences) => {
    expect(lead({ job: { ...job, status, error_message } })).toEqual(sentences);
  });

  it('say how many predictions are right, and which mistake is the most common', () => {
    expect(lead({ predictions: predictions(2000, 0, 0) })).toEqual([
      'The model mnist got 2,000 of 2,000 predictions right (100%).',
    ]);
    expect(lead({ predictions: predictions(7, 3, 2), job: { ...job, model: null } })).toEqual([
      'The model got 4 of 7 predictions right (57.1%). Its most common mistake: frog taken for dog, 2 times.',
    ]);
    expect(lead({ predictions: predictions(4, 1, 1) })).toEqual([
      'The model mnist got 3 of 4 predictions right (75%).',
    ]);
  });

  it('call the results of a job that did not succeed partial', () => {
    const failed = { ...job, status: 'FAIL' as const };
    expect(lead({ job: failed, predictions: predictions(4, 2, 2) })[1]).toBe(
      'These results are partial: 2 of the 4 predictions that were written are right (50%). The most common mistake: frog taken for dog, 2 times.',
    );
  });

  it('say where a training began and ended, by its loss if there is one', () => {
    expect(lead({ curves: [curve({ accuracy: [0.1, 0.5, 0.75] })] })).toEqual([
      'In 3 steps, accuracy went from 0.1 to 0.75.',
    ]);
    expect(lead({ curves: [curve({ accuracy: [0.1, 0.75], loss: [Number.NaN, 2, 1] })] })).toEqual([
      'In 3 steps, loss went from 2 to 1.',
    ]);
  });

  it('leave out ROC curves, and lines with fewer than two values', () => {
    const roc = curve({ cat: [0, 1] }, { diagonal: true });
    const points = curve({ accuracy: [0, 1] }, { kind: 'scatter' });
    const short = curve({ accuracy: [0.5, Number.NaN] });
    expect(lead({ curves: [roc, points, short, curve({})] })).toEqual([]);
    expect(lead({ curves: [roc, short, curve({ accuracy: [0.5, 1] })] })).toHaveLength(1);
  });
});
