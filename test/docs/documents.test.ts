import { DOCUMENTS } from './blocks.ts';
import { describeDocument } from './describe-document.ts';
import { openExperiencedReader } from './surroundings.ts';

// By somebody who has followed the README, whose own test is test/readme.test.ts.
for (const document of DOCUMENTS) if (document !== 'README.md') describeDocument(document, openExperiencedReader);
