import { describeDocument } from './docs/describe-document.ts';
import { openReader } from './docs/surroundings.ts';

// By somebody who has nothing but a clone of the project, Node, and for one section a Python with the client.
describeDocument('README.md', openReader);
