/** A task of a job on a Server, with keys like those of a job's record. */
export interface TaskRecord {
  /** The task's number. */
  readonly id: string;
  /** The task's uuid; null if the Server has none. */
  readonly uuid: string | null;
  /** The step of the handler that it belongs to. */
  readonly step: string | null;
  /** The Server's word for the status, which can also be ASSIGNING, PREPARING or RETRYING. */
  readonly status: string | null;
  /** When it started, ISO 8601 in UTC; null before that. */
  readonly started_at: string | null;
  /** When it finished, ISO 8601 in UTC; null before that. */
  readonly finished_at: string | null;
  /** How often it was restarted. */
  readonly retries: number | null;
  /** The resource pool that it runs in. */
  readonly resource_pool: string | null;
  /** Why it failed, in the Server's words. */
  readonly failed_reason: string | null;
}

/** An event that a Server recorded for a job, as `swjob events --json` prints it. */
export interface EventRecord {
  /** The event's number. */
  readonly id: string | null;
  /** When it happened, ISO 8601 in UTC. */
  readonly time: string | null;
  /** Its severity: INFO, WARNING or ERROR. */
  readonly type: string | null;
  /** Where it comes from: CLIENT, SERVER or NODE. */
  readonly source: string | null;
  /** What it is about: JOB, TASK or RUN. */
  readonly resource: string | null;
  /** The number of the job, task or run. */
  readonly resource_id: string | null;
  /** One line for people. */
  readonly message: string | null;
  /** Data that belongs to the message, as the Server stores it. */
  readonly data: string | null;
}
