/** Commands that messages and hints name, and the library's functions and options that replace them. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /Log in (?:once )?with `?swjob instance login`?(?: https?:[^\s`,]+`?)?, or set (\$?SW_TOKEN)\b/g,
    'Give the option token, or set $1',
  ],
  [/Set SW_LOCAL_STORAGE or storage\.root in/g, 'Give the option storage, or set SW_LOCAL_STORAGE or storage.root in'],
  [/log in again with `?swjob instance login(?: https?:[^\s`]+)?`?/gi, 'give another one by the option token'],
  [/`?swjob instance login`?(?: https?:\S+?(?=[,.;]?(?:\s|$)))?/g, 'swcli instance login'],
  [/`?swjob instance select`?/g, 'swcli instance select'],
  [/`?swjob project select`?/g, 'swcli project select'],
  [/`?swjob project list(?: [^\s`]+)?`? shows/g, 'Starwhale.projects() gives'],
  [
    /(?:List the jobs there are: )?`?swjob list (?:-p [^\s`]+ )?--removed`?(?: shows them)?\.?/g,
    'Only removed jobs can be recovered.',
  ],
  [/List the jobs there are: swjob list -p ([^\s`]+)/g, "Job.list('$1') gives the jobs there are."],
  [/`?swjob list -p ([^\s`]+)`? shows/g, "Job.list('$1') gives"],
  [/`?swjob list`? shows/g, 'Job.list() gives'],
  [/`?swjob list -p ([^\s`]+)`?/g, "Job.list('$1')"],
  [/`?swjob list\b`?/g, 'Job.list()'],
  [/: swjob logs ([^\s`]+)/g, ": job('$1').logs()"],
  [/`?swjob status \S+ --wait`?/g, 'Job.wait'],
  [/started with swjob create/g, 'started with Job.create'],
  [/Save it to a file: swjob rows JOB TABLE --save-artifacts FOLDER, or save in the library\./g, 'Save it to a file.'],
  [/--save-artifacts reads it from there with --follow-links\./g, 'Read it from there yourself.'],
  [/`?swjob doctor`? shows it/g, 'compare it with that of the client'],
  [/\bRun the command again\b/g, 'Try again'],
  [/\brun the command again\b/g, 'try again'],
  [/\bRun swjob as\b/g, 'Run the program as'],
  [/ as with --page 1 --size 100\b/g, ' with pageIndex and pageSize'],
  [/; --insecure accepts any certificate\b/g, ''],
  [/^remove --force is\b/g, 'force is'],
  [/Leave out --force\./g, 'Leave it out.'],
  [/Name another file with --config FILE or/g, 'Name another file with the option config or'],
];

/** Options whose names are not their flags in camel case. */
const OPTIONS: Readonly<Record<string, string>> = {
  dataset: 'datasets',
  handler: 'runHandler',
  'request-timeout': 'timeout',
  'val-dataset': 'finetuneValidationDatasets',
};

/**
 * A flag with the placeholder of its value. Quoted strings are the user's, and other programs' commands keep their
 * flags, as do those of Node for permissions.
 */
const FLAG =
  /"[^"]*"|\b(?:swcli|pip install) [^\n]*|--allow-[a-z-]+|(?<![\w-])--([a-z][a-z-]*)(?: [A-Z]+(?:,[A-Z]+)*\b)?/g;

/** Rewrites a message or hint of the command line for users of the library. */
export function libraryWords(text: string): string {
  if (!/--|swjob |command|SW_LOCAL_STORAGE/.test(text)) return text;
  const worded = WORDS.reduce((worded, [pattern, words]) => worded.replace(pattern, words), text);
  return worded.replace(FLAG, (whole, flag: string | undefined) => {
    if (flag === undefined) return whole;
    return `the option ${OPTIONS[flag] ?? flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
  });
}
