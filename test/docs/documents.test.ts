import { DOCUMENTS } from './blocks.ts';
import { describeDocument } from './describe-document.ts';
import { openExperiencedReader } from './environment.ts';

// Runs the documents as a user who has followed the README, which test/readme.test.ts runs.
for (const document of DOCUMENTS) if (document !== 'README.md') describeDocument(document, openExperiencedReader);
