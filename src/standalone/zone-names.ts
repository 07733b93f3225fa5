/** One meaning of a time zone's name. */
export interface ZoneMeaning {
  /** Minutes east of UTC. */
  readonly offset: number;
  /** The zones in the tz database that use the name; only needed if it has other meanings. */
  readonly zones?: RegExp;
}

const AMERICA = /^(America|US|Canada|Mexico)\//;

/** Names used in several parts of the world, the most frequent meaning first. */
const AMBIGUOUS: Readonly<Record<string, readonly ZoneMeaning[]>> = {
  CST: [
    { offset: 480, zones: /^(Asia\/(Shanghai|Chongqing|Chungking|Harbin|Taipei|Maca[ou])|PRC|ROC)$/ },
    { offset: -360, zones: AMERICA },
    { offset: -300, zones: /^(America\/Havana|Cuba)$/ },
  ],
  CDT: [
    { offset: -300, zones: AMERICA },
    { offset: -240, zones: /^(America\/Havana|Cuba)$/ },
  ],
  IST: [
    { offset: 330, zones: /^Asia\/(Kolkata|Calcutta)$/ },
    { offset: 120, zones: /^(Asia\/(Jerusalem|Tel_Aviv)|Israel)$/ },
    { offset: 60, zones: /^(Europe\/Dublin|Eire)$/ },
  ],
  BST: [
    { offset: 60, zones: /^(Europe\/(London|Belfast|Guernsey|Isle_of_Man|Jersey)|GB|GB-Eire)$/ },
    { offset: 360, zones: /^(Asia\/(Dhaka|Dacca))$/ },
    { offset: 660, zones: /^Pacific\/Bougainville$/ },
  ],
  PST: [
    { offset: -480, zones: AMERICA },
    { offset: 480, zones: /^Asia\/Manila$/ },
  ],
  AST: [
    { offset: -240, zones: /^(America|Atlantic|Canada)\// },
    { offset: 180, zones: /^Asia\/(Riyadh|Kuwait|Baghdad)$/ },
  ],
};

const HOURS: Readonly<Record<string, string>> = {
  '-11': 'SST',
  '-10': 'HST',
  '-9': 'AKST HDT',
  '-8': 'AKDT',
  '-7': 'MST PDT',
  '-6': 'MDT',
  '-5': 'EST',
  '-4': 'EDT',
  '-3.5': 'NST',
  '-3': 'ADT BRT',
  '-2.5': 'NDT',
  '0': 'UTC GMT UCT Z WET',
  '1': 'CET WEST WAT',
  '2': 'CEST EET SAST CAT',
  '3': 'EEST MSK EAT IDT TRT',
  '4': 'MSD',
  '5': 'PKT',
  '5.75': 'NPT',
  '7': 'WIB ICT',
  '8': 'AWST HKT WITA SGT',
  '9': 'JST KST WIT',
  '9.5': 'ACST',
  '10': 'AEST CHST',
  '10.5': 'ACDT',
  '11': 'AEDT',
  '12': 'NZST',
  '13': 'NZDT',
};

/** Windows has full names instead: `X Standard Time`, and an hour ahead of it `X Daylight Time` or `X Summer Time`. */
const WINDOWS_HOURS: Readonly<Record<string, string>> = {
  '-11': 'Samoa',
  '-10': 'Hawaiian|Aleutian',
  '-9': 'Alaskan',
  '-8': 'Pacific|Pacific (Mexico)',
  '-7': 'Mountain|Mountain (Mexico)|US Mountain',
  '-6': 'Central|Central (Mexico)|Central America|Canada Central',
  '-5': 'Eastern|Eastern (Mexico)|US Eastern|SA Pacific|Cuba|Haiti',
  '-4': 'Atlantic|Venezuela|SA Western|Central Brazilian|Paraguay|Pacific SA',
  '-3.5': 'Newfoundland',
  '-3': 'E. South America|Argentina|SA Eastern|Greenland|Montevideo|Bahia',
  '-1': 'Azores|Cape Verde',
  '0': 'GMT|Greenwich',
  '1': 'W. Europe|Central Europe|Romance|Central European|W. Central Africa|Morocco',
  '2': 'GTB|E. Europe|FLE|Egypt|South Africa|Israel|Jerusalem|Middle East|Kaliningrad',
  '3': 'Russian|Arab|Arabic|Turkey|Belarus|E. Africa',
  '3.5': 'Iran',
  '4': 'Arabian|Azerbaijan|Georgian|Mauritius|Caucasus',
  '4.5': 'Afghanistan',
  '5': 'West Asia|Pakistan|Ekaterinburg',
  '5.5': 'India|Sri Lanka',
  '5.75': 'Nepal',
  '6': 'Central Asia|Bangladesh',
  '6.5': 'Myanmar',
  '7': 'SE Asia|N. Central Asia|North Asia',
  '8': 'China|Singapore|W. Australia|Taipei|North Asia East|Ulaanbaatar|Malay Peninsula',
  '9': 'Tokyo|Korea|Yakutsk',
  '9.5': 'Cen. Australia|AUS Central',
  '10': 'E. Australia|AUS Eastern|West Pacific|Tasmania|Vladivostok',
  '11': 'Central Pacific|Magadan',
  '12': 'New Zealand|Fiji',
  '13': 'Tonga',
};

const OFFSET = /^(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?([0-5]\d))?(?::?[0-5]\d)?$/;
const MAX_OFFSET = 15 * 60;

/** The meanings of a zone's name: none if it is unknown, several if it is ambiguous. */
export function zoneMeanings(name: string): readonly ZoneMeaning[] {
  const ambiguous = Object.hasOwn(AMBIGUOUS, name.toUpperCase()) ? AMBIGUOUS[name.toUpperCase()] : undefined;
  if (ambiguous !== undefined) return ambiguous;
  const offset = offsetInDigits(name) ?? abbreviations().get(name.toUpperCase()) ?? windowsNames().get(name);
  return offset === undefined ? [] : [{ offset }];
}

/** `+08`, `-0330`, `+05:45`, `UTC+8` */
function offsetInDigits(name: string): number | undefined {
  const [, sign, hours, minutes = '0'] = OFFSET.exec(name) ?? [];
  if (hours === undefined) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  return offset > MAX_OFFSET ? undefined : sign === '-' ? -offset : offset;
}

let abbreviationTable: ReadonlyMap<string, number> | undefined;

function abbreviations(): ReadonlyMap<string, number> {
  abbreviationTable ??= new Map(
    Object.entries(HOURS).flatMap(([hours, names]) =>
      names.split(' ').map((name) => [name, Number(hours) * 60] as const),
    ),
  );
  return abbreviationTable;
}

let windowsTable: ReadonlyMap<string, number> | undefined;

function windowsNames(): ReadonlyMap<string, number> {
  windowsTable ??= new Map([
    ['Coordinated Universal Time', 0] as const,
    ...Object.entries(WINDOWS_HOURS).flatMap(([hours, names]) =>
      names
        .split('|')
        .flatMap((name) => [
          [`${name} Standard Time`, Number(hours) * 60] as const,
          [`${name} Daylight Time`, Number(hours) * 60 + 60] as const,
          [`${name} Summer Time`, Number(hours) * 60 + 60] as const,
        ]),
    ),
  ]);
  return windowsTable;
}
