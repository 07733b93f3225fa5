/** What `swjob help filter` prints. */
export const EXPRESSION_HELP = `Conditions for --filter, --where and --assert

  accuracy >= 0.9 and status == 'SUCCESS'
  status in ('FAIL', 'CANCELED') and not pinned
  0.5 <= accuracy < 0.9
  handler ~ '^evaluator' or model.name == 'mnist'
  \`input/label\` != \`output/label\`

Comparisons
  ==  !=  <  <=  >  >=   = is the same as ==; 0 < a < 1 means 0 < a and a < 1
  ~  !~                  text contains, or not, a match of a pattern
  in (a, b)  in [a, b]   equal to one of the values; not in is the opposite
  in labels              an element of the list that the column labels holds
  name                   alone: true unless missing, None, false, 0 or empty

Combinations, those that bind most first
  not (or !)   and (or &&)   or (or ||)   parentheses
  not a == 1 means not (a == 1), and so does ! a == 1

Values
  1  -0.5  1e5           numbers; integers count with every digit
  'text'  "text"         with \\\\ \\' \\" \\n \\t \\r \\0 \\x41 \\u0041 \\u{1F600}
  true  false  none      none (or null) is None, and a missing value too

Names
  accuracy  model.name   letters, digits, _ and dots
  \`input/label\`  \`and\`   anything else, and words of this language, between
                         backquotes; there \\\` is a backquote, \\\\ a backslash
  A dotted name is the column of that name, or else goes into a value: keys
  of a map, attributes of an object, positions (from 0) in a list.

How values compare
  Numbers compare by value, whatever their types, without rounding. Text
  compares by code point; ISO 8601 times compare as text. false is before
  true, bytes compare byte by byte.
  Values of different kinds are never equal and have no order: an id that is
  text is id == '42', not id == 42.
  Missing and None equal only none; <, <=, >, >= and ~ are false for them.
  != is exactly the opposite of ==, !~ of ~, and not in of in: they are true
  for a missing value.
  NaN equals nothing, itself included: loss != loss finds it.

Patterns are regular expressions of RE2, in time proportional to the text;
backslashes in them need no doubling
  name ~ '\\d+'     (?i) at the start ignores case, ^ and $ are start and end

In a shell, put the whole condition between single quotes and texts between
double ones
  swjob list --filter 'status == "SUCCESS" and \`weighted avg/recall\` > 0.8'
`;
