import type { ResourceType } from '../uri/target.ts';
import { type Check, filledText, oneOf, optional, text, wrong } from './arguments.ts';
import { calledNow } from './called.ts';

const RESOURCE_TYPES: readonly ResourceType[] = ['model', 'dataset', 'runtime'];

/**
 * A project on any instance, to pass instead of its URI. Nothing is looked up until it is used.
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
   * Makes a Project from its URI.
   *
   * @param uri a project URI; '' is the current project of the current instance
   */
  constructor(uri = '') {
    this.uri = calledNow({ name: 'Project', of: Project }, () => optional(text)(uri, "the project's URI") ?? '');
  }

  /** Its URI, as it was given. */
  toString(): string {
    return this.uri;
  }
}

/**
 * A model, dataset or runtime on any instance, to pass instead of its URI. Nothing is looked up until it is used.
 *
 * @example
 * ```ts
 * import { Job, Project, Resource } from 'swjob';
 *
 * const project = new Project('srv/project/1');
 * const created = await Job.create({
 *   project,
 *   model: new Resource('srv/project/1/model/clf', 'model'),
 *   runHandler: 'evaluator:summarize',
 *   datasets: [new Resource('points', 'dataset')],
 *   runtime: 'pytorch',
 * });
 * console.log((await created.record()).handler); // evaluator:summarize
 * ```
 */
export class Resource {
  /** As it was given: `mnist`, `mnist/version/latest`, `https://host/project/1/model/mnist/version/v0`, … */
  readonly uri: string;
  /** Whether it is a model, a dataset or a runtime. */
  readonly type: ResourceType;

  /**
   * Makes a Resource from its URI.
   *
   * @param uri the URI of a model, dataset or runtime
   * @param type which of the three it is; a URI such as `mnist` does not say
   */
  constructor(uri: string, type: ResourceType) {
    const call = { name: 'Resource', of: Resource };
    this.uri = calledNow(call, () => filledText(uri, "the resource's URI"));
    this.type = calledNow(call, () => oneOf(RESOURCE_TYPES)(type, "the resource's type"));
  }

  /** Its URI, as it was given. */
  toString(): string {
    return this.uri;
  }
}

/** Checks that a value is a Project or a URI; returns the URI. */
export const projectUri: Check<string> = (value, name) => {
  if (value instanceof Project) return value.uri;
  if (typeof value !== 'string') throw wrong(name, 'a URI or a Project', value);
  return value;
};

/** Checks that a value is a Resource of this type or a URI; returns the URI. */
export function resourceUri(type: ResourceType): Check<string> {
  return (value, name) => {
    if (value instanceof Resource) {
      if (value.type === type) return value.uri;
      throw wrong(name, `a ${type}`, `the ${value.type} ${value.uri}`);
    }
    if (typeof value !== 'string' || value === '') throw wrong(name, `the URI of a ${type} or a Resource`, value);
    return value;
  };
}
