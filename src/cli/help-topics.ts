/** The text of `swjob help formatting`. */
export const FORMATTING_HELP = `Output formats

  -o table   on a terminal: padded columns that fit its width, with times such
             as "3 minutes ago". Piped: tab-separated values that are never
             cut, without a header (--header adds it), with times in ISO 8601;
             tab, newline and backslash in a cell become \\t, \\n and \\\\.
             An explicit -o table or --color always draws it in a pipe too.
  -o json    one document: an array with one record per line; or --json
  -o jsonl   one record per line, written as it is read
  -o csv     comma-separated values with a header (--no-header omits it);
             --safe-csv stops spreadsheets from running cells as formulas,
             --bom begins with a byte order mark, --excel does all three
  -o tsv     tab-separated values with a header
  -o md      a Markdown table of at most 1,000 rows, unless a limit is given
  -o parquet rows and list as an Apache Parquet file with typed columns, for
             pandas, polars, DuckDB and Spark; to a file or a pipe

  A file that is written gets the format of its ending: .json, .jsonl, .csv,
  .tsv, .md or .parquet.

Values in JSON
  Integers keep every digit; NaN, Infinity and -Infinity are strings; bytes are
  base64; lists and tuples are arrays; a dict is an object if all its keys are
  strings, otherwise an array of [key, value]; an object has its attributes
  and "_python_type". --typed prints {"type": …, "value": …} for every value,
  without any loss.

Choosing
  --fields a,b     only these fields; an unknown name lists all fields
  -q, --quiet      ids only, one per line, with -o json as a list; jobs of
                   another project than the current one are printed as URIs
  --precision 3    at most this many decimals in tables
  --no-truncate    never cut cells to fit the terminal
  --no-pager       do not send long results through a pager
  --utc            show times in UTC, not in the local time zone

Data goes to standard output; progress, notes and errors go to standard error.
`;

/** The text of `swjob help exit-codes`. */
export const EXIT_CODES_HELP = `Exit statuses

  0    success, even if a list is empty; with --exit-status: the job succeeded
  1    the operation failed, the server refused it, or doctor found a failure
  2    wrong usage: an unknown option, a bad value, no terminal to confirm on
  3    not found, or an id that matches several jobs
  4    not logged in, or not allowed
  5    the server or the network failed after retries
  6    the store is damaged or has an unknown version; the error names the file
  8    status --exit-status: the job has not finished yet
  9    create, or --exit-status: the job ended in FAIL or CANCELED
  10   an --assert is false, compare found a breach, or diff --exit-status a
       difference
  124  --timeout passed
  130  interrupted (129 by SIGHUP, 143 by SIGTERM)
`;

/** The text of `swjob help environment`. A test checks that it lists every variable that the program reads. */
export const ENVIRONMENT_HELP = `Environment

Files
  SW_CLI_CONFIG                the config file, in place of
                               ~/.config/starwhale/config.yaml; --config
                               overrides it
  SW_LOCAL_STORAGE             the store of the Standalone instance, in place
                               of storage.root in the config
  SW_EVALUATION_SUMMARY_TABLE  the summary table, in place of eval/summary
  XDG_STATE_HOME               where swjob create keeps its logs, instead of
                               ~/.local/state
  XDG_CACHE_HOME               where completions cache a Server's answers,
                               instead of ~/.cache
  HOME                         the folder that ~ stands for
  USER, USERNAME               the user of the Standalone instance if the
                               config names none

Servers
  SW_TOKEN                     the token of the current instance if the
                               config has none
  SW_INSTANCE_URI              the address of the server that SW_TOKEN is for,
                               in place of the current instance
  HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY
                               how to reach servers; lower-case names take
                               precedence
  NODE_EXTRA_CA_CERTS          a file of certificates to trust

Runs
  VIRTUAL_ENV, CONDA_PREFIX    whose Python runs jobs, in this order; --python
                               overrides both, python3 is the fallback

Terminal
  NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb
                               whether there are colours; --color overrides
  TERM, COLORTERM, WT_SESSION  how many colours there are
  LC_ALL, LC_CTYPE, LANG       screens are drawn in more than ASCII if they
                               name UTF-8
  COLUMNS                      the width of tables that are drawn in a pipe, or
                               on a terminal that does not say how wide it is
  PAGER                        shows what is longer than the terminal; without
                               it less does, if it is installed; cat or an empty
                               value mean none
  LESS, LV                     its options: FRX and -c if they are not set
  BROWSER                      opens addresses, in place of the system's own
  PATH                         where less and the pager are looked for
  DISPLAY, WAYLAND_DISPLAY     whether there is a desktop that could
`;
