/** A task of a job on a Server, keyed like a job's record. */
export interface TaskRecord {
  /** The task's number. */
  readonly id: string;
  /** Null where the Server has none. */
  readonly uuid: string | null;
  /** The step of the handler that it belongs to. */
  readonly step: string | null;
  /** In the server's words: also ASSIGNING, PREPARING, RETRYING. */
  readonly status: string | null;
  /** In UTC; null before it starts. */
  readonly started_at: string | null;
  /** In UTC; null before it ends. */
  readonly finished_at: string | null;
  /** How often it was started again. */
  readonly retries: number | null;
  /** Where it runs. */
  readonly resource_pool: string | null;
  /** Why it failed, in the Server's words. */
  readonly failed_reason: string | null;
}

/** What a Server noted of a job. */
export interface EventRecord {
  /** The event's number. */
  readonly id: string | null;
  /** In UTC. */
  readonly time: string | null;
  /** INFO, WARNING or ERROR. */
  readonly type: string | null;
  /** CLIENT, SERVER or NODE. */
  readonly source: string | null;
  /** JOB, TASK or RUN. */
  readonly resource: string | null;
  /** The number of the job, task or run. */
  readonly resource_id: string | null;
  /** One line for people. */
  readonly message: string | null;
  /** What belongs to the message, as the Server has it. */
  readonly data: string | null;
}
