import type { CreatePlan } from '../../create/plan.ts';
import type { CreateRequest } from '../../create/request.ts';
import type { ServerPlan } from '../../create/server-plan.ts';
import type { WaitHooks } from '../../create/server-wait.ts';
import type { StandalonePlan } from '../../create/standalone-plan.ts';
import { type PlainData, rowFromPlain } from '../../datastore/typed-value.ts';
import { type SwjobError, usageError } from '../../errors.ts';
import type { JobSource } from '../../job/instance.ts';
import { jobRow } from '../../job/job-row.ts';
import { ByteSink, isClosedOutput } from '../../render/byte-sink.ts';
import { parseCount } from '../../text/number.ts';
import { show } from '../../text/show.ts';
import { didYouMean } from '../../text/suggest.ts';
import type { ProjectTarget } from '../../uri/target.ts';
import { loadConfig, nameField } from '../jobs.ts';
import { printDocument } from '../print-document.ts';
import { AWAY, progressOf } from '../progress.ts';
import type { Command, Run } from '../run.ts';

export interface CreateOptions {
  readonly project?: string;
  readonly model?: string;
  readonly handler?: string;
  readonly dataset?: readonly string[];
  readonly runtime?: string;
  readonly resourcePool?: string;
  readonly ttl?: string;
  readonly devMode?: boolean;
  readonly devModePassword?: string;
  readonly datasetHead?: string;
  readonly overwriteSpecs?: string;
  readonly finetuneValidationDataset?: readonly string[];
  readonly wait?: boolean;
  readonly python?: string;
  readonly dryRun?: boolean;
}

/** Runs a job here, or submits it to a Server. The exit status is the job's result if that is known: 0 or 9. */
export const create: Command<CreateOptions> = async (args, options, run) => {
  const request = await requestOf(args, options);
  const { planCreate } = await import('../../create/plan.ts');
  await loadConfig(run);
  const plan = await planCreate(request, run.session, (text) => run.warn(`warning: ${text}`));
  if (plan.kind === 'standalone' && plan.isNewProject) await noteNewProject(run, plan);
  if (options.dryRun) return printPlan(run, plan);
  return plan.kind === 'standalone' ? runHere(run, plan) : send(run, plan, options.wait ?? false);
};

/** A project that does not exist may be a typo, which the engine would not notice. */
async function noteNewProject(run: Run, { instance, project }: StandalonePlan): Promise<void> {
  const { projectNames } = await import('../../standalone/job-folders.ts');
  const suggestion = didYouMean(project, projectNames(instance.root));
  run.note(
    [`The project ${show(project)} does not exist yet; it will be created.`, suggestion].filter(Boolean).join(' '),
  );
}

async function requestOf(args: readonly string[], options: CreateOptions): Promise<CreateRequest> {
  const { model, overwriteSpecs } = options;
  if (model === undefined)
    throw usageError('the model is missing', 'Name it with --model; swjob create --help has examples.');
  const { parseOverwriteSpecs } = await import('../../create/overwrite-specs.ts');
  return {
    project: options.project ?? '',
    model,
    handler: options.handler,
    datasets: options.dataset ?? [],
    validationDatasets: options.finetuneValidationDataset ?? [],
    runtime: options.runtime,
    resourcePool: options.resourcePool,
    ttl: wholeNumber(options.ttl, '--ttl'),
    devMode: options.devMode ?? false,
    devPassword: options.devModePassword ?? '',
    datasetHead: wholeNumber(options.datasetHead, '--dataset-head'),
    overwriteSpecs: overwriteSpecs === undefined ? undefined : await parseOverwriteSpecs(overwriteSpecs),
    handlerArgs: args,
    python: options.python,
  };
}

/** A negative number means no limit, as 0 does. */
function wholeNumber(text: string | undefined, flag: string): number {
  if (text === undefined || /^\s*-\d{1,15}\s*$/.test(text)) return 0;
  return parseCount(text, flag, 0);
}

async function printPlan(run: Run, plan: CreatePlan): Promise<undefined> {
  if (plan.kind === 'standalone') {
    const { shellText } = await import('../../engine/command.ts');
    const line = shellText(plan.command);
    await printDocument(run, {
      record: rowFromPlain({ command: [...plan.command.argv] }),
      lines: () => [line],
    });
    return;
  }
  const { method, url, body } = plan.request;
  const request: { [name: string]: PlainData } = { method, url, body: { ...body } };
  const lines = [`${method} ${url}`, ...JSON.stringify(body, null, 2).split('\n')];
  await printDocument(run, { record: rowFromPlain({ request }), lines: () => lines });
}

async function runHere(run: Run, plan: StandalonePlan): Promise<undefined> {
  const { runStandalone } = await import('../../create/standalone-run.ts');
  const { context } = run;
  const { failure } = await runStandalone(plan, context, {
    onStart: () => announce(run, plan, plan.uri, plan.version),
    onOutput: (chunk) => void context.stderr.write(chunk),
    warn: (text) => run.warn(`warning: ${text}`),
    onInterrupt: (cleanup) => context.onInterrupt(cleanup),
  });
  await finish(run, failure, async () => {
    const instance = await run.session.instance(plan.instance);
    return instance.findJob(plan.project, plan.version, 'active');
  });
}

async function send(run: Run, plan: ServerPlan, wait: boolean): Promise<undefined> {
  const { sendServerPlan } = await import('../../create/server-plan.ts');
  const { id, uri } = await sendServerPlan(plan, run.session.options);
  await announce(run, { instance: plan.server, project: plan.project }, uri, id);
  if (plan.devMode) {
    const password = plan.request.body.devPassword === '' ? `swjob info ${uri} --json | jq -r .job.uuid` : 'as given';
    run.note(`The password for dev mode: ${password}`);
  }
  let source: JobSource | undefined;
  const find = async () => {
    // Not by its URI: several instances of the config may have this address.
    source ??= await (await run.session.instance(plan.server)).findJob(plan.project, id, 'active');
    return source;
  };
  if (!wait) return finish(run, null, find);
  const { awaitEnd } = await import('../../create/server-wait.ts');
  const progress = progressOf(run, 'waiting');
  const failure = await awaitEnd(run.session, plan, find, waitHooks(run, progress)).finally(() => progress.stop());
  await finish(run, failure, find);
}

function waitHooks(run: Run, progress: { update(text: string): void }): WaitHooks {
  return {
    sleep: (milliseconds) => run.context.sleep(milliseconds),
    onStatus: (status) => progress.update(`waiting: the job is ${status}`),
    onFailure: () => progress.update(AWAY),
  };
}

/** Prints the job's name as soon as it has one: on stdout if that is all the output, else on stderr. */
async function announce(run: Run, target: ProjectTarget, uri: string, id: string): Promise<void> {
  if (!printsNameOnly(run)) return run.note(`job ${uri}`);
  const { quiet, format } = run.output;
  const name = quiet && (await nameField(run, target)) === 'id' ? id : uri;
  const sink = new ByteSink(run.context.stdout);
  await sink.write(`${format === 'json' || format === 'jsonl' ? JSON.stringify(name) : name}\n`);
  try {
    await sink.flush();
  } catch (error) {
    // A closed pipe does not matter. If writing fails otherwise, the job is not started.
    if (!isClosedOutput(error)) throw error;
  }
}

function printsNameOnly({ output }: Run): boolean {
  return output.quiet || (output.format === 'table' && output.fields === undefined);
}

/** Prints the job as a record if the format asks for one, then throws if the job failed. */
async function finish(run: Run, failure: SwjobError | null, find: () => Promise<JobSource>): Promise<undefined> {
  const hasEnded = failure === null || failure.code === 'job-failed';
  if (hasEnded && !printsNameOnly(run)) {
    const source = await find();
    await printDocument(run, { record: jobRow(await source.record()), lines: () => [source.uri] });
  }
  if (failure !== null) throw failure;
}
