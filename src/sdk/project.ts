import type { ResourceType } from '../uri/target.ts';

/**
 * A project on any instance, in the place of its URI. Nothing is looked up before it is used.
 *
 * @example
 * ```ts
 * import { Job, Project } from 'swjob';
 *
 * const { pagination } = await Job.list({ project: new Project('local/project/self') });
 * console.log(pagination.total); // 23
 * ```
 */
export class Project {
  /** As it was given: `self`, `local/project/self`, `https://host/project/starwhale:public`, …; '' is the current one. */
  readonly uri: string;

  /**
   * The project that a URI names.
   *
   * @param uri a project URI; '' is the current project of the current instance
   */
  constructor(uri = '') {
    this.uri = uri;
  }

  /** Its URI, as it was given. */
  toString(): string {
    return this.uri;
  }
}

/** A model, dataset or runtime on any instance, in the place of its URI. Nothing is looked up before it is used. */
export class Resource {
  /** As it was given: `mnist`, `mnist/version/latest`, `https://host/project/1/model/mnist/version/v0`, … */
  readonly uri: string;
  /** What it is. */
  readonly type: ResourceType;

  /**
   * The package that a URI names.
   *
   * @param uri the URI of a model, dataset or runtime
   * @param type which of them it is, as `mnist` alone does not tell
   */
  constructor(uri: string, type: ResourceType) {
    this.uri = uri;
    this.type = type;
  }

  /** Its URI, as it was given. */
  toString(): string {
    return this.uri;
  }
}
