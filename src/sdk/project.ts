import type { ResourceType } from '../uri/target.ts';

/** A project on any instance, in the place of its URI. */
export class Project {
  /** As it was given: `self`, `local/project/self`, `https://host/project/starwhale:public`, …; '' is the current one. */
  readonly uri: string;

  constructor(uri = '') {
    this.uri = uri;
  }

  toString(): string {
    return this.uri;
  }
}

/** A model, dataset or runtime on any instance, in the place of its URI. */
export class Resource {
  /** As it was given: `mnist`, `mnist/version/latest`, `https://host/project/1/model/mnist/version/v0`, … */
  readonly uri: string;
  readonly type: ResourceType;

  constructor(uri: string, type: ResourceType) {
    this.uri = uri;
    this.type = type;
  }

  toString(): string {
    return this.uri;
  }
}
