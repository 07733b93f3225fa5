import { describeDocument } from './docs/describe-document.ts';
import { openReader } from './docs/environment.ts';

// Runs the README as a user who has only a clone of the project, Node, and for one section a Python with the client.
describeDocument('README.md', openReader);
