// The licences of bundled packages, which must accompany the code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names, versions, licence texts and notices of the packages in the outputs of a build, and of those in the `more` folders,
 * whose code a compiler put into its output. Throws if a package has no licence text.
 */
export function bundledLicences(outputs, more) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = used.flatMap(([path]) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const groups = new Map();
  for (const folder of [...new Set([...folders, ...more])].sort()) {
    const { owners, terms } = licenceOf(folder);
    groups.set(terms, [...(groups.get(terms) ?? []), owners]);
  }
  const parts = Array.from(groups, ([terms, owners]) => `${'-'.repeat(72)}\n${owners.join('\n\n')}\n\n${terms}\n`);
  return `swjob is made of its own code and of these packages.\n\n${parts.join('\n')}`;
}

/** A package with its copyright lines, and the terms, which many packages share. */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:[.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${folder} has no licence text`);
  // The Apache License requires derived works to contain the notice.
  const notice = readdirSync(folder).find((entry) => /^notice(?:\.|$)/i.test(entry));
  const texts = [file, notice].filter((entry) => entry !== undefined).map((entry) => textOf(join(folder, entry)));
  const paragraphs = texts.join('\n\n').split(/\n{2,}/);
  const isOwner = (paragraph) => license !== 'Apache-2.0' && /^copyright\b/i.test(paragraph.trim());
  const terms = withoutOwnTerms(paragraphs.filter((paragraph) => !isOwner(paragraph)).join('\n\n'));
  return { owners: [`${name} ${version} (${license})`, ...paragraphs.filter(isOwner)].join('\n'), terms };
}

/** A licence without the terms that are those of swjob, too. */
function withoutOwnTerms(text) {
  const apache = /TERMS AND CONDITIONS FOR USE[\s\S]*END OF TERMS AND CONDITIONS/;
  const words = (terms = '') => terms.replace(/\s+/g, ' ');
  const [own] = apache.exec(textOf('LICENSE')) ?? [];
  const [terms] = apache.exec(text) ?? [];
  return own !== undefined && words(own) === words(terms)
    ? text.replace(terms, '(the terms in the file LICENSE)')
    : text;
}

function textOf(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}
