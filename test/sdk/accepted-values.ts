import { Job, Project, Resource } from '../../src/index.ts';

/** Whether an argument accepts this value. */
export type Accepts = (value: unknown) => boolean;

export const isText: Accepts = (value) => typeof value === 'string';
export const isFilled: Accepts = (value) => isText(value) && value !== '';
export const isFlag: Accepts = (value) => typeof value === 'boolean';
export const isCount =
  (minimum: number): Accepts =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= minimum;
export const isKey: Accepts = (value) =>
  ['string', 'number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Uint8Array;
export const isProject: Accepts = (value) => isText(value) || value instanceof Project;
export const isPackage =
  (type: string): Accepts =>
  (value) =>
    isFilled(value) || (value instanceof Resource && value.type === type);
export const isList =
  (item: Accepts): Accepts =>
  (value) =>
    Array.isArray(value) && value.every(item);
export const isWords: Accepts = (value) => isFilled(value) || isList(isFilled)(value);
export const isTime: Accepts = (value) => isFilled(value) || (value instanceof Date && !Number.isNaN(value.getTime()));
export const isCallback: Accepts = (value) => typeof value === 'function';
export const isSignal: Accepts = (value) => value instanceof AbortSignal;
export const isDispatcher: Accepts = (value) => typeof (Object(value) as { request?: unknown }).request === 'function';
/** An options object with unknown names only. */
export const isEmptyObject: Accepts = (value) =>
  Object.prototype.toString.call(value) === '[object Object]' && Object.keys(value as object).length === 0;
/** Steps without options: that the model has them, only the Server knows. */
export const isSpecs: Accepts = (value) =>
  Object.prototype.toString.call(value) === '[object Object]' && Object.values(value as object).every(isEmptyObject);

export const isJob: Accepts = (value) => isFilled(value) || value instanceof Job;
export const isJobs: Accepts = (value) =>
  isJob(value) || (Array.isArray(value) && value.length > 0 && value.every(isJob));
