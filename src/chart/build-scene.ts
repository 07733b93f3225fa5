import { barScene, histogramScene } from './bar-scene.ts';
import type { Chart } from './data.ts';
import { matrixScene } from './matrix-scene.ts';
import type { Resolution, Scene } from './scene.ts';
import { xyScene } from './xy-scene.ts';

/** The scene of a chart; the same values always give the same scene. */
export function sceneOf(chart: Chart, resolution: Resolution): Scene {
  switch (chart.kind) {
    case 'line':
    case 'scatter':
      return xyScene(chart, resolution);
    case 'bar':
      return barScene(chart, resolution);
    case 'hist':
      return histogramScene(chart, resolution);
    case 'matrix':
      return matrixScene(chart);
  }
}
