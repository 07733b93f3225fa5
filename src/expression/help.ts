/** The text of `swjob help filter`. */
export const EXPRESSION_HELP = `Conditions for --filter, --where and --assert

  accuracy >= 0.9 and status == 'SUCCESS'
  status in ('FAIL', 'CANCELED') and not pinned
  0.5 <= accuracy < 0.9
  handler ~ '^evaluator' or model == 'mnist'
  input/label != output/label
  created_at > '7d' and 'mnist' in datasets

Comparisons
  ==  !=  <  <=  >  >=   = is the same as ==; 0 < a < 1 means 0 < a and a < 1
  ~  !~                  text matches a pattern, or does not
  in (a, b)  in [a, b]   equal to one of the values; not in is the opposite
  in labels              an element of the list in the column labels
  name                   alone: true unless missing, None, false, 0 or empty

Operators, highest precedence first
  not (or !)   and (or &&)   or (or ||)   parentheses
  not a == 1 means not (a == 1), and so does ! a == 1

Values
  1  -0.5  1e5           numbers; integers are compared exactly
  'text'  "text"         with \\\\ \\' \\" \\n \\t \\r \\0 \\x41 \\u0041 \\u{1F600}
  true  false  none      none (or null) is None, and a missing value too

Names
  accuracy  f1-score     letters, digits and _, and . / - or : inside
  \`macro avg\`  \`and\`     anything else, and words of this language, in
                         backquotes; there \\\` is a backquote, \\\\ a backslash
  output/label and output.label are the column of that name if there is one;
  otherwise they reach into the value of the column output: keys of a map,
  attributes of an object, positions (from 0) in a list. --columns, --fields,
  --sort and --metric take the same names.
  A name that nothing has is an error: no result means that nothing matches.

Jobs (swjob list --filter)
  model and runtime compare by name, 'mnist' in datasets and datasets ~ 'mni'
  look at all of them; created_at and finished_at with how long ago ('7d'), a
  day ('2026-11-20') or a time; duration_ms with '10m' too; status in any case.

How values compare
  Numbers compare by value, whatever their types, without rounding. Text
  compares by code point, and so do times in a table. false is before true,
  bytes compare byte by byte.
  Values of different kinds are never equal and have no order: an id that is
  text needs id == '42', not id == 42.
  Missing and None equal only none; <, <=, >, >= and ~ are false for them.
  != is exactly the opposite of ==, !~ of ~, and not in of in: they are true
  for a missing value.
  NaN equals nothing, itself included: loss != loss finds it.

Patterns are RE2 regular expressions, which run in linear time; backslashes
in them need no doubling
  name ~ '\\d+'     (?i) at the start ignores case, ^ and $ are start and end

In a shell, put the condition in single quotes and text in double quotes
  swjob list --filter 'status == "SUCCESS" and \`weighted avg/recall\` > 0.8'
`;
