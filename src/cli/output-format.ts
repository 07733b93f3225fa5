/** The formats of `--output`; in a file of its own, as the command tree needs no other option. */
export const OUTPUT_FORMATS = ['table', 'json', 'jsonl', 'csv', 'tsv', 'md', 'parquet'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
