import { noSuchBundle, noSuchVersion, page, success } from './answer.ts';
import { findVersion, type PackageKind, type PackageVersion, type StandInPackage } from './packages.ts';
import { type Route, route } from './router.ts';
import { OWNER, type StandInState } from './state.ts';

/** Models, datasets and runtimes in the server's form. */
export function packageRoutes(state: StandInState): readonly Route[] {
  return (['model', 'dataset', 'runtime'] as const).flatMap((kind) => [
    route('GET', `project/:project/${kind}`, ({ params, query }) => {
      const { name: project } = state.project(params.project);
      const named = query.get('name') ?? '';
      const found = state.packages.of(project, kind).filter((one) => one.name.startsWith(named));
      return page(found, query, (one) => packageInJob(one, one.versions.at(-1), OWNER));
    }),
    route('GET', `project/:project/${kind}/:name`, ({ params, query }) => {
      const one = packageOf(state, kind, params);
      const wanted = query.get('versionUrl') ?? 'latest';
      const version = findVersion(one, wanted);
      if (version === undefined) throw noSuchVersion(wanted);
      return success(packageInfo(one, version));
    }),
    route('GET', `project/:project/${kind}/:name/version/:version/tag`, ({ params }) => {
      const one = packageOf(state, kind, params);
      const wanted = params.version ?? '';
      const version = findVersion(one, wanted);
      if (version === undefined) throw noSuchVersion(wanted);
      return success(version.tags);
    }),
  ]);
}

function packageOf(state: StandInState, kind: PackageKind, params: Readonly<Record<string, string>>): StandInPackage {
  const { name: project } = state.project(params.project);
  const name = params.name ?? '';
  const one = state.packages.find(project, kind, name);
  if (one === undefined) throw noSuchBundle(name);
  return one;
}

/** A package with one version, as in a job and in a list. */
export function packageInJob(
  one: StandInPackage,
  version: PackageVersion | undefined,
  versionOwner: unknown = null,
): object {
  return {
    id: one.id,
    name: one.name,
    createdTime: one.versions[0]?.createdTime ?? 0,
    // The server omits the owner of a dataset in a job.
    owner: one.kind === 'dataset' ? null : OWNER,
    version: version === undefined ? null : versionInfo(one, version, versionOwner),
  };
}

function packageInfo(one: StandInPackage, version: PackageVersion): object {
  const common = {
    versionInfo: versionInfo(one, version, null),
    id: one.id,
    name: one.name,
    versionAlias: version.alias,
    versionId: version.id,
    versionName: version.name,
    versionTag: null,
    createdTime: version.createdTime,
    shared: false,
  };
  if (one.kind === 'model') return common;
  if (one.kind === 'dataset') {
    return { ...common, indexTable: indexTable(one), files: [], versionMeta: version.meta };
  }
  const files = [{ name: `${version.name}.swrt`, size: '20 KB' }];
  return { ...common, versionMeta: version.meta, manifest: null, files };
}

function versionInfo(one: StandInPackage, version: PackageVersion, owner: unknown): object {
  const common = {
    latest: one.versions.at(-1) === version,
    tags: version.tags.length === 0 ? null : version.tags,
    id: version.id,
    name: version.name,
    alias: version.alias,
    createdTime: version.createdTime,
    owner,
    shared: false,
  };
  switch (one.kind) {
    case 'model':
      return { ...common, stepSpecs: version.stepSpecs, size: version.meta.length, builtInRuntime: null, draft: false };
    case 'dataset':
      return { ...common, indexTable: indexTable(one), meta: version.meta };
    case 'runtime':
      return { ...common, runtimeId: one.id, meta: version.meta, image: 'star-whale/base:latest', builtImage: null };
  }
}

function indexTable({ project, name }: StandInPackage): string {
  return `project/${project}/dataset/${name}/_current/meta`;
}
