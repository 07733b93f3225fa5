import type { JobSelector } from './job-selector.ts';

/** An instance, and everything needed to talk to it. */
export type InstanceTarget = StandaloneTarget | ServerTarget;

export interface StandaloneTarget {
  readonly kind: 'standalone';
  readonly alias: string;
  /** The store's folder, absolute. */
  readonly root: string;
}

export interface ServerTarget {
  readonly kind: 'server';
  /** Null if the config has no instance with this address. */
  readonly alias: string | null;
  /** `scheme://host[:port]` in lower case without a default port, then the path below which the Server is reached. */
  readonly address: string;
  /** The whole `Authorization` header; null if neither the config nor `$SW_TOKEN` has a token. */
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

/** The kinds of packages that jobs use. */
export type ResourceType = 'model' | 'dataset' | 'runtime';

export interface ResourceTarget extends ProjectTarget {
  readonly type: ResourceType;
  /** A name, or a number from the web console; null if the URI has only a version (`version/latest`). */
  readonly name: string | null;
  /** A version, a prefix of one (Standalone), a tag or an alias such as `v0`; null means the latest. */
  readonly version: string | null;
  /** True if the URI is one word, which on Standalone may be the prefix of a version instead of a name. */
  readonly nameMayBeVersion: boolean;
}
