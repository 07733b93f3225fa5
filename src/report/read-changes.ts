import type { TypedObject } from '../datastore/typed-value.ts';
import { DiffTally, type RowChange } from '../job/diff/changes.ts';
import { TableDiff } from '../job/diff/table-diff.ts';
import type { JobSource, ScanOptions } from '../job/instance.ts';
import { plainText } from '../render/cell-text.ts';
import { clip } from './clip.ts';
import { imageOf, type PictureOptions, Pictures } from './read-pictures.ts';
import type { ChangedPrediction, Changes } from './report-data.ts';

/** Maximum of fixed predictions to show, and of broken ones. */
const MAX_SHOWN = 60;

export interface ChangeOptions extends PictureOptions {
  readonly unpickle: boolean;
  readonly skipDamaged: ScanOptions['skipDamaged'];
}

interface Candidate extends Omit<ChangedPrediction, 'picture' | 'hasPicture'> {
  readonly image: TypedObject | null;
}

/** The predictions that a job got right and its base wrong, or vice versa; null if no rows can be compared. */
export async function readChanges(
  base: JobSource,
  job: JobSource,
  table: string,
  options: ChangeOptions,
): Promise<Changes | null> {
  const side = async (source: JobSource) => ({
    table: await source.table(table),
    artifacts: source.artifacts,
    job: source.id,
  });
  const { unpickle, skipDamaged } = options;
  const diff = await TableDiff.open(await side(base), await side(job), {
    only: ['fixed', 'broken'],
    unpickle,
    skipDamaged,
  });
  const tally = new DiffTally();
  const shown = { fixed: [] as Candidate[], broken: [] as Candidate[] };
  for await (const portion of diff.changes(tally)) {
    for (const change of portion) {
      const kind = change.outcome === 'fixed' ? 'fixed' : 'broken';
      const candidate = shown[kind].length < MAX_SHOWN ? candidateOf(change) : null;
      if (candidate !== null) shown[kind].push(candidate);
    }
  }
  if (tally.judged === 0) return null;
  const pictures = new Pictures(options);
  const rows: ChangedPrediction[] = [];
  for (const { image, ...row } of [...shown.broken, ...shown.fixed]) {
    rows.push({
      ...row,
      picture: image === null ? null : await pictures.read(image),
      hasPicture: image !== null,
    });
  }
  pictures.finish();
  const { fixed, broken } = tally.outcomes;
  return { compared: tally.judged, fixed, broken, inOneOnly: tally.counts.added + tally.counts.removed, rows };
}

function candidateOf({ key, outcome, labels, job }: RowChange): Candidate | null {
  if (labels === null || job === null) return null;
  return {
    key: clip(key.map(plainText).join(' ')),
    truth: clip(plainText(labels.truth)),
    before: clip(plainText(labels.old)),
    after: clip(plainText(labels.new)),
    isFixed: outcome === 'fixed',
    image: imageOf(job),
  };
}
