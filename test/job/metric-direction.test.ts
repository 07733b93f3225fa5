import { describe, expect, it } from 'vitest';
import { areMeasures, metricDirection } from '../../src/job/metric-direction.ts';
import { float, int } from '../expression/rows.ts';

describe('metricDirection', () => {
  it.each([
    ['higher', 'accuracy macro avg/f1-score auc bleu cohen_kappa_score glossary timeliness top_1_accuracy precision p'],
    ['lower', 'loss val/loss valLoss hamming_loss nll elapsed duration_ms latency/p95 WER test-error mean_time'],
    [
      'none',
      'FN TP support macro avg/support total steps n seed epoch lr learning_rate num_correct n_samples token_count maxLength train.batch_size',
    ],
  ])('is %s for %s', (direction, names) => {
    for (const name of names.split(' ').filter((word) => !['macro', 'avg/'].includes(word))) {
      expect([name, metricDirection(name)]).toEqual([name, direction]);
    }
  });

  it('is what the user says, by name or pattern', () => {
    const options = { lowerIsBetter: ['accuracy', 'fairness/*'], higherIsBetter: ['loss', 'seed'] };
    expect(['accuracy', 'fairness/gap', 'loss', 'seed', 'auc'].map((name) => metricDirection(name, options))).toEqual([
      'lower',
      'lower',
      'higher',
      'higher',
      'higher',
    ]);
  });
});

describe('areMeasures', () => {
  it('is false if all values are integers', () => {
    expect(areMeasures([int(1), int(2n ** 60n)])).toBe(false);
    expect(areMeasures([int(1), float(2)])).toBe(true);
  });
});
