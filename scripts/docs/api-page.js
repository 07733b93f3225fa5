import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application, Converter } from 'typedoc';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const HEAD = '<!-- Made by `npm run docs` from the docstrings of src/: change those. -->\n\n';

/** The page of the library's reference. Throws for a symbol without a docstring, or a broken link. */
export async function apiPage() {
  const folder = mkdtempSync(join(tmpdir(), 'swjob-docs-'));
  const application = await Application.bootstrapWithPlugins({
    entryPoints: [join(PROJECT, 'src/index.ts')],
    tsconfig: join(PROJECT, 'tsconfig.build.json'),
    plugin: ['typedoc-plugin-markdown'],
    out: folder,
    readme: 'none',
    logLevel: 'Warn',
    // No links into a commit, so that the page changes only if the library does.
    disableSources: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeExternals: true,
    sort: ['source-order'],
    groupOrder: ['Jobs', 'Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables'],
    validation: { notExported: true, invalidLink: true, notDocumented: true, rewrittenLink: true },
    requiredToBeDocumented: [
      ...['Module', 'Variable', 'Function', 'Class', 'Interface', 'TypeAlias'],
      ...['Constructor', 'Property', 'Method', 'Accessor'],
    ],
    outputFileStrategy: 'modules',
    entryFileName: 'api',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    tableColumnSettings: { hideSources: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
  });
  application.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    // Inherited members are documented in the class they come from, if that is public.
    const inherited = Object.values(project.reflections).filter(({ inheritedFrom }) => inheritedFrom?.reflection);
    for (const reflection of inherited) project.removeReflection(reflection);
  });
  try {
    const project = await application.convert();
    if (project !== undefined) {
      application.validate(project);
      await application.generateOutputs(project);
    }
    const { errorCount, warningCount } = application.logger;
    if (errorCount + warningCount > 0) throw new Error('the docstrings are incomplete: see above');
    return `${HEAD}${withAnchorsOfHeadings(readFileSync(join(folder, 'api.md'), 'utf8')).trimEnd()}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** If headings differ only in case or brackets (job() and Job), the plugin numbers their anchors differently from browsers. */
function withAnchorsOfHeadings(page) {
  const times = new Map();
  const anchors = new Map();
  for (const [, heading] of page.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)) {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
    const before = times.get(anchor) ?? 0;
    times.set(anchor, before + 1);
    if (!anchors.has(heading)) anchors.set(heading, before === 0 ? anchor : `${anchor}-${before}`);
  }
  return page.replaceAll(/\[`(\w+)`\]\(#(\w+)-\d+\)/g, (link, name, anchor) => {
    return anchor === name.toLowerCase() && anchors.has(name) ? `[\`${name}\`](#${anchors.get(name)})` : link;
  });
}
