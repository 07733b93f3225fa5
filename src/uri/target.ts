import type { JobSelector } from './job-selector.ts';

/** An instance with all that is needed to talk to it. */
export type InstanceTarget = StandaloneTarget | ServerTarget;

export interface StandaloneTarget {
  readonly kind: 'standalone';
  readonly alias: string;
  /** The store's folder, absolute. */
  readonly root: string;
}

export interface ServerTarget {
  readonly kind: 'server';
  /** Null where the config has no instance with this address. */
  readonly alias: string | null;
  /** `scheme://host[:port]`, lower case, without a default port, and the path that the Server lies below. */
  readonly address: string;
  /** The whole `Authorization` header; null where neither the config nor `$SW_TOKEN` has one. */
  readonly token: string | null;
  readonly currentProject: string | null;
  readonly userName: string | null;
}

export interface ProjectTarget {
  readonly instance: InstanceTarget;
  /** On Standalone the folder's name; on a Server a name, a number or `owner:name`. */
  readonly project: string;
}

export interface JobTarget extends ProjectTarget {
  readonly job: JobSelector;
}

/** The kinds of packages that a job is made of. */
export type ResourceType = 'model' | 'dataset' | 'runtime';

export interface ResourceTarget extends ProjectTarget {
  readonly type: ResourceType;
  /** A name, or a number from the web console; null where the URI has a version only (`version/latest`). */
  readonly name: string | null;
  /** A version, a prefix of one (Standalone), a tag or an alias such as `v0`; null means the latest. */
  readonly version: string | null;
  /** True where the URI is one word, which on Standalone may be a version's prefix instead of a name. */
  readonly nameMayBeVersion: boolean;
}
