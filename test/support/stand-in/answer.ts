/** An answer before it is sent; a string body is sent unchanged, anything else as JSON. */
export interface Answer {
  readonly status: number;
  /** Null: none is named. */
  readonly contentType: string | null;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = 'application/json';
/** What the servlet filters write themselves, before a controller runs. */
const FILTER_TYPE = 'application/json;charset=UTF-8';

export function success(data: unknown): Answer {
  return { status: 200, contentType: JSON_TYPE, body: { code: 'success', message: 'Success', data } };
}

/** A refusal in a recorded shape; thrown anywhere in a route, it becomes the answer. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

const controllerError = (status: number, code: string, message: string): Refusal =>
  new Refusal({ status, contentType: JSON_TYPE, body: { code, message, data: null } });

const filterError = (status: number, code: string, message: string): Refusal =>
  new Refusal({ status, contentType: FILTER_TYPE, body: { code: [code], message: [message] } });

export const unauthorized = (message: string): Refusal => filterError(401, 'Unauthorized', message);

/** Jobs and projects are looked up by a filter, which answers in arrays. */
export const noSuchJob = (job: string): Refusal =>
  filterError(404, 'ValidationException', `Resource is not found Starwhale Bundle\n${job}`);

export const noSuchProject = (project: string): Refusal =>
  filterError(
    404,
    'ValidationException',
    `Resource is not found Project\nUnable to find project ${project}, ` +
      'you may use OWNER:PROJECT or project id to access the project',
  );

export const noSuchBundle = (name: string): Refusal =>
  controllerError(404, 'NOT FOUND: 003', `Resource is not found Starwhale Bundle\nUnable to find ${name}`);

export const noSuchVersion = (version: string): Refusal =>
  controllerError(404, 'NOT FOUND: 004', `Resource is not found Starwhale Bundle Version\nUnable to find ${version}`);

export const invalidRequest = (subject: string, message: string): Refusal =>
  controllerError(400, `INVALID REQUEST: ${subject}`, `invalid request on subject ${subject}\n${message}`);

/** The datastore wraps its error twice and adds the request. */
export function invalidDatastoreRequest(message: string, request: unknown): Refusal {
  const subject = 'Starwhale Internal DataStore';
  const wrapped = `invalid request on subject ${subject}\n${message}\nrequest=${JSON.stringify(request)}`;
  return invalidRequest(subject, wrapped);
}

export const internalError = (message: string): Refusal => controllerError(500, 'internalServerError', message);

const NOT_FOUND_PAGE =
  '<!doctype html><html lang="en"><head><title>HTTP Status 404 – Not Found</title></head>' +
  '<body><h1>HTTP Status 404 – Not Found</h1></body></html>';

export const unknownPath = (): Refusal =>
  new Refusal({ status: 404, contentType: 'text/html;charset=UTF-8', body: NOT_FOUND_PAGE });

/** A page of a list with all fields of the server's pager. The default size is ten. */
export function page<T>(all: readonly T[], query: URLSearchParams, show: (entry: T) => unknown): Answer {
  const pageNum = integerOf(query.get('pageNum'), 1);
  const pageSize = integerOf(query.get('pageSize'), 10);
  const list = pageSize > 0 ? all.slice(Math.max(0, pageNum - 1) * pageSize, Math.max(0, pageNum) * pageSize) : [];
  const pages = pageSize > 0 ? Math.ceil(all.length / pageSize) : 0;
  const navigatepageNums = Array.from({ length: Math.min(pages, 8) }, (_, index) => index + 1);
  return success({
    total: all.length,
    list: list.map(show),
    pageNum,
    pageSize,
    size: list.length,
    startRow: 0,
    endRow: pageSize,
    pages,
    prePage: pageNum > 1 ? pageNum - 1 : 0,
    nextPage: pageNum < pages ? pageNum + 1 : 0,
    isFirstPage: pageNum === 1,
    isLastPage: pageNum >= pages,
    hasPreviousPage: pageNum > 1,
    hasNextPage: pageNum < pages,
    navigatePages: 8,
    navigatepageNums,
    navigateFirstPage: navigatepageNums[0] ?? 0,
    navigateLastPage: navigatepageNums.at(-1) ?? 0,
  });
}

function integerOf(text: string | null, otherwise: number): number {
  const value = Number(text ?? otherwise);
  return Number.isInteger(value) ? value : otherwise;
}

export type JsonObject = { readonly [name: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a body that is an object; none of anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
