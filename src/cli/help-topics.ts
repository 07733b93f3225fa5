/** What `swjob help formatting` says. */
export const FORMATTING_HELP = `Output formats

  -o table   for people on a terminal: padded columns that fit its width, times
             told as "3 minutes ago". In a pipe: tab-separated values, whole,
             without a header (--header adds it), times in ISO 8601; tab,
             newline and backslash inside of a cell are \\t, \\n and \\\\.
  -o json    one document, its records one a line inside of an array; or --json
  -o jsonl   one record a line, written as it is read
  -o csv     comma-separated values with a header (--no-header leaves it out);
             --safe-csv keeps spreadsheets from running cells as formulas
  -o tsv     tab-separated values with a header, likewise

Values in JSON
  Integers keep every digit; NaN, Infinity and -Infinity are text; bytes are
  base64; lists and tuples are arrays; a dict is an object where all its keys
  are text, else an array of [key, value]; an object has its attributes and
  "_python_type". --typed prints {"type": …, "value": …} for every value,
  without any loss.

Choosing
  --fields a,b     only these fields of a record; an unknown one lists them all
  -q, --quiet      ids only, one a line; with json a list of them; for jobs of a project that is
                   not the current one their URIs, which every command understands
  --no-truncate    nothing is cut to the terminal's width
  --no-pager       long tables do not go through $PAGER

Data goes to standard output; progress, notes and errors to standard error.
`;

/** What `swjob help exit-codes` says. */
export const EXIT_CODES_HELP = `Exit statuses

  0    done, an empty list included; with --exit-status the job succeeded
  1    the operation failed, the server refused it, or doctor found a failure
  2    wrong usage: an unknown option, a bad value, nobody there to confirm
  3    not found, or an id that fits several jobs
  4    not logged in, or not allowed
  5    the server or the network failed after retries
  6    the store is damaged, or of an unknown version; the file is named
  8    status --exit-status: the job is not final yet
  9    a job ended in FAIL or CANCELED: of create, or with --exit-status
  10   an --assert is false
  124  --timeout passed
  130  interrupted; 129 and 143 where SIGHUP or SIGTERM ended it
`;

/** What `swjob help environment` says: every variable that the program reads, as a test holds. */
export const ENVIRONMENT_HELP = `Environment

Files
  SW_CLI_CONFIG                the config file, in place of
                               ~/.config/starwhale/config.yaml; --config goes
                               before it
  SW_LOCAL_STORAGE             the store of the Standalone instance, in place
                               of storage.root in the config
  SW_EVALUATION_SUMMARY_TABLE  the summary table, in place of eval/summary
  XDG_STATE_HOME               where the logs of swjob create are kept, in
                               place of ~/.local/state
  XDG_CACHE_HOME               where completions remember a Server's answers,
                               in place of ~/.cache
  HOME                         the folder that ~ stands for
  USER, USERNAME               the user of the Standalone instance where the
                               config has none

Servers
  SW_TOKEN                     the token of the current instance where the
                               config has none
  SW_INSTANCE_URI              the address of the server that SW_TOKEN is for,
                               in place of the current instance
  HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY
                               how servers are reached; the same in small
                               letters goes first
  NODE_EXTRA_CA_CERTS          a file of certificates to trust

Runs
  VIRTUAL_ENV, CONDA_PREFIX    whose Python runs jobs, the first one first;
                               --python goes before, python3 comes last

Terminal
  NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb
                               whether there are colours; --color goes before
  TERM, COLORTERM, WT_SESSION  how many colours there are
  LC_ALL, LC_CTYPE, LANG       whether charts may leave ASCII: where they name UTF-8
  PAGER                        shows tables longer than the terminal
  LESS, LV                     its options: FRX and -c where they are not set
  BROWSER                      opens addresses, in place of the system's own
  DISPLAY, WAYLAND_DISPLAY     whether there is a desktop that could
`;
