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
  const parts = [...new Set([...folders, ...more])].sort().map(licenceOf);
  return `swjob is made of its own code and of these packages.\n\n${parts.join('\n')}`;
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:[.-]|$)/i.test(entry));
  if (file === undefined) throw new Error(`${folder} has no licence text`);
  // The Apache License requires derived works to contain the notice.
  const notice = readdirSync(folder).find((entry) => /^notice(?:\.|$)/i.test(entry));
  const texts = [file, notice].filter((entry) => entry !== undefined).map((entry) => textOf(join(folder, entry)));
  return `${'-'.repeat(72)}\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

function textOf(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}
