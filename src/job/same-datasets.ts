import type { DatasetVersion } from './record.ts';

/** Whether two jobs ran on the same datasets, as far as is known: a manifest may name one without its version. */
export function areSameDatasets(some: readonly DatasetVersion[], others: readonly DatasetVersion[]): boolean {
  const left = [...others];
  const isLeft = ({ name, version }: DatasetVersion): boolean => {
    const same = left.findIndex(
      (other) => other.name === name && (version === null || other.version === null || other.version === version),
    );
    return same >= 0 && left.splice(same, 1).length > 0;
  };
  return some.length === others.length && some.every(isLeft);
}
