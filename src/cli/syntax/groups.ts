/** The headings of the commands in `swjob --help`, in this order. */
export const GROUPS = {
  look: 'Look at jobs:',
  change: 'Run jobs and change them:',
  server: 'Jobs on a Server or in the Cloud:',
  setUp: 'Set up:',
} as const;
