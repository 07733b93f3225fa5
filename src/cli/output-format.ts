/** The formats of `--output`. Apart from the other options, which the command tree does not need. */
export const OUTPUT_FORMATS = ['table', 'json', 'jsonl', 'csv', 'tsv', 'md', 'parquet'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
