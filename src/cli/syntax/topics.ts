/** A text of `swjob help`, loaded on demand. */
export interface Topic {
  readonly summary: string;
  load(): Promise<string>;
}

/** The topics of `swjob help` by name. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  formatting: {
    summary: 'output formats, and how they show values',
    load: async () => (await import('../help-topics.ts')).FORMATTING_HELP,
  },
  'exit-codes': {
    summary: 'the meaning of each exit status',
    load: async () => (await import('../help-topics.ts')).EXIT_CODES_HELP,
  },
  environment: {
    summary: 'the environment variables that swjob reads',
    load: async () => (await import('../help-topics.ts')).ENVIRONMENT_HELP,
  },
  filter: {
    summary: 'the conditions of --filter, --where and --assert',
    load: async () => (await import('../../expression/help.ts')).EXPRESSION_HELP,
  },
  uris: {
    summary: 'how to name jobs, projects, models and instances',
    load: async () => (await import('../../uri/forms.ts')).LIST_OF_FORMS,
  },
};
