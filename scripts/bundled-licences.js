// The licences of the packages that the build has put in: their terms ask that they go where the code goes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names, versions, licence texts and notices of the packages in the outputs of a build, and of those in `more` folders, whose own code a
 * compiler put into what it made. Throws where a package has no licence text.
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
  // The Apache License asks that a notice goes along with what is made of the package.
  const notice = readdirSync(folder).find((entry) => /^notice(?:\.|$)/i.test(entry));
  const texts = [file, notice].filter((entry) => entry !== undefined).map((entry) => textOf(join(folder, entry)));
  return `${'-'.repeat(72)}\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

function textOf(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}
