import type { TypedValue } from '../datastore/typed-value.ts';
import { orderTyped } from '../expression/compare.ts';
import type { Meaning, MeaningOf } from '../expression/meaning.ts';
import type { ComparisonOperator } from '../expression/syntax-tree.ts';
import { parseDuration } from '../text/duration.ts';
import { MOMENT_ADVICE, parseMoment } from '../text/moment.ts';
import { show } from '../text/show.ts';
import { meantAndKnown } from '../text/suggest.ts';
import { parseStatusWord } from '../uri/job-selector.ts';
import { JOB_STATUSES } from './record.ts';

/** A shorter beginning of a version could match by accident. */
const MIN_VERSION_LENGTH = 4;

/** How conditions compare the fields of jobs: with the words that tables show, such as a model's name or a time's age. */
export function jobMeanings(now: number): MeaningOf {
  const time = timeMeaning(now);
  const meanings: Readonly<Record<string, Meaning>> = {
    status: STATUS,
    model: PACKAGE,
    runtime: PACKAGE,
    datasets: PACKAGES,
    created_at: time,
    finished_at: time,
    duration_ms: DURATION,
  };
  return (name) => (Object.hasOwn(meanings, name) ? meanings[name] : undefined);
}

function inOrder(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

const STATUS: Meaning = {
  compare(operator, text, refuse) {
    const status = statusOf(text);
    if (status === undefined)
      throw refuse(`unknown job status ${show(text)}`, meantAndKnown(text, 'Statuses', JOB_STATUSES));
    return (value) => inOrder(operator, orderTyped(value, { type: 'STRING', value: status }));
  },
};

function statusOf(text: string): string | undefined {
  try {
    return parseStatusWord(text);
  } catch {
    return undefined;
  }
}

/** A date means the whole day: `>` means after its end. */
function timeMeaning(now: number): Meaning {
  return {
    compare(operator, text, refuse) {
      const moment = parseMoment(text, now);
      if (moment === undefined) throw refuse(`${show(text)} is not a time`, MOMENT_ADVICE);
      return ({ value }) => {
        const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
        if (Number.isNaN(time)) return operator === '!=';
        const isWithin = time === moment.from || (time > moment.from && time < moment.to);
        return inOrder(operator, isWithin ? 0 : time - moment.from);
      };
    },
  };
}

/** For example `duration_ms > "10m"`. */
const DURATION: Meaning = {
  compare(operator, text, refuse) {
    const milliseconds = durationOf(text);
    if (milliseconds === undefined)
      throw refuse(
        `${show(text)} is not a duration`,
        'Write 30s, 5m or 1h30m, or a number of milliseconds without quotes.',
      );
    return ({ value }) => typeof value === 'number' && inOrder(operator, value - milliseconds);
  },
};

function durationOf(text: string): number | undefined {
  try {
    return parseDuration(text, '', { allowZero: true, allowLong: true });
  } catch {
    return undefined;
  }
}

/** A model or runtime, by its name, optionally followed by a version or the beginning of one. */
const PACKAGE: Meaning = {
  compare: (operator, text) => (value) => inOrder(operator, packageOrder(value, text)),
  texts: packageTexts,
};

/** A list of datasets: a comparison holds if it holds for one of them, `!=` if it holds for all. */
const PACKAGES: Meaning = {
  compare(operator, text) {
    if (operator === '!=') return (value) => !packagesIn(value).some((each) => packageOrder(each, text) === 0);
    return (value) => packagesIn(value).some((each) => inOrder(operator, packageOrder(each, text)));
  },
  texts: (value) => packagesIn(value).flatMap(packageTexts),
};

function packagesIn(value: TypedValue): readonly TypedValue[] {
  return value.type === 'LIST' ? value.value : [];
}

function packageOrder(value: TypedValue, text: string): number {
  const [name = '', whole] = packageTexts(value);
  const [wanted = '', version] = text.split('/version/');
  const isMeant = name === text || whole === text || isShortened(name, versionOf(value), wanted, version);
  return isMeant ? 0 : name < text ? -1 : 1;
}

function isShortened(name: string, version: string | undefined, wanted: string, given: string | undefined): boolean {
  if (version === undefined) return false;
  const slash = wanted.lastIndexOf('/');
  const [wantedName, start] = given === undefined ? [wanted.slice(0, slash), wanted.slice(slash + 1)] : [wanted, given];
  return (
    (given !== undefined || slash > 0) &&
    wantedName === name &&
    start.length >= MIN_VERSION_LENGTH &&
    version.startsWith(start)
  );
}

/** The name, and the form that wide tables show: `mnist/version/gq3dmojr…`. */
function packageTexts(value: TypedValue): readonly string[] {
  const name = partOf(value, 'name');
  if (name === undefined) return [];
  const version = versionOf(value);
  return version === undefined ? [name] : [name, `${name}/version/${version}`];
}

function versionOf(value: TypedValue): string | undefined {
  return partOf(value, 'version');
}

function partOf(value: TypedValue, part: string): string | undefined {
  if (value.type !== 'MAP') return undefined;
  const found = value.value.find(({ key }) => key.value === part)?.value;
  return found?.type === 'STRING' ? found.value : undefined;
}
