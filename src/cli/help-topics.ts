/** What `swjob help formatting` says. */
export const FORMATTING_HELP = `Output formats

  -o table   for people on a terminal: padded columns that fit its width, times told as
             "3 minutes ago". In a pipe: tab-separated values, whole, without a header (--header
             adds it), times in ISO 8601; tab, newline and backslash inside of a cell are \\t, \\n, \\\\.
  -o json    one document; records one a line inside of an array
  -o jsonl   one record a line, written as it is read
  -o csv     comma-separated values with a header (--no-header leaves it out); --safe-csv keeps
             spreadsheets from running cells as formulas
  -o tsv     tab-separated values with a header

Values in JSON
  integers keep every digit; NaN, Infinity and -Infinity are strings; bytes are base64; lists and
  tuples arrays; a dict is an object where all its keys are text, else an array of [key, value];
  an object has its attributes and "_python_type". --typed prints {"type": …, "value": …} for every
  value, without any loss.

Choosing
  --fields a,b      only these fields of a record; an unknown one lists those there are
  -q, --quiet       ids only, one a line
  --no-truncate     nothing is cut to the terminal's width
  --no-pager        long tables do not go through $PAGER
`;

/** What `swjob help exit-codes` says. */
export const EXIT_CODES_HELP = `Exit statuses

  0    done, an empty list included; with --exit-status the job ended in SUCCESS
  1    the operation failed, or the server refused it
  2    wrong usage: an unknown option, a bad value, a confirmation that nobody can give
  3    not found, or an id that fits several jobs
  4    not logged in, or not allowed
  5    the server or the network failed after retries
  6    the store is damaged, or of an unknown version; the file is named
  8    status --exit-status: the job is not final yet
  9    a job run by create, or asked for with --exit-status, ended in FAIL or CANCELED
  10   an --assert is false
  124  --timeout passed
  130  interrupted
`;

/** What `swjob help environment` says. */
export const ENVIRONMENT_HELP = `Environment

  SW_CLI_CONFIG                 the config file, in place of ~/.config/starwhale/config.yaml
  SW_LOCAL_STORAGE              the store of the Standalone instance, in place of storage.root
  SW_TOKEN                      the token of a server that the config has no token of
  SW_EVALUATION_SUMMARY_TABLE   the name of the summary table, in place of eval/summary
  NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM=dumb
                                whether colours are used; --color goes before them
  PAGER                         shows tables that are longer than the terminal
  HTTP_PROXY, HTTPS_PROXY, NO_PROXY
                                how servers are reached
  NODE_EXTRA_CA_CERTS           certificates to trust beside the usual ones
`;
