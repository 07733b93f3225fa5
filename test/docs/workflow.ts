import { load } from 'js-yaml';

interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly env?: Readonly<Record<string, string>>; readonly steps: readonly { readonly run?: string }[] }
    >
  >;
}

/** The scripts of a GitHub workflow's steps, each for its own shell, with the environment of its job. */
export function stepsOf(text: string): readonly string[] {
  const { jobs } = load(text) as Workflow;
  return Object.values(jobs).flatMap(({ env = {}, steps }) => {
    // What GitHub provides is already there, or is not needed.
    const own = Object.entries(env).filter(([, value]) => !value.includes('${{'));
    const exports = own.map(([name, value]) => `export ${name}='${value}'`);
    return steps.flatMap(({ run }) =>
      run === undefined ? [] : [['(set -eo pipefail', ...exports, run, ')'].join('\n')],
    );
  });
}
