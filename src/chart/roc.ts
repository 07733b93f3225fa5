import type { Series, XyChart } from './data.ts';
import { numberText } from './number-text.ts';

/** The columns of a table `roc_auc/LABEL`. */
export const ROC_X = 'fpr';
export const ROC_Y = 'tpr';
export const ROC_FOLDER = 'roc_auc';

/** ROC curves with the diagonal of random guessing and the area under each curve. */
export function rocChart(title: string, series: readonly Series[]): XyChart {
  return {
    kind: 'line',
    title,
    xLabel: 'false positive rate',
    yLabel: 'true positive rate',
    xDomain: [0, 1],
    yDomain: [0, 1],
    diagonal: true,
    series: series.map((each) => ({ ...each, value: each.x.length < 2 ? '' : `area ${numberText(areaUnder(each))}` })),
  };
}

/** The area under a curve of at least two points by the trapezoidal rule. */
function areaUnder({ x, y }: Series): number {
  let area = 0;
  for (let index = 1; index < x.length; index++) {
    const width = (x[index] as number) - (x[index - 1] as number);
    area += (width * ((y[index] as number) + (y[index - 1] as number))) / 2;
  }
  return Math.abs(area);
}
