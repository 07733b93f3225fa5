const JOB_FORMS = `Forms of a job URI:
  xm5wnup, job/xm5wnup                   a job of the current project
  xm5w                                   Standalone: a prefix of one id
  self/job/xm5wnup                       of another project of the instance
  local/project/self/job/xm5wnup         a Standalone job in full
  srv/project/starwhale/job/3            a Server's job, by the alias
  cloud://srv/project/1/job/3            the same
  https://host/project/owner:name/job/3  a Server's job, by address
  https://host/job/3                     of that instance's current project
  https://host/projects/1/evaluations/3  copied from the web console
  @latest                                instead of an id: the newest job
  @latest:success                        the newest of a status
  @latest~1                              the one before the newest
  @best:accuracy, @best:loss:success     the best by a metric of its summary`;

const PROJECT_FORMS = `Forms of a project URI:
  self                             a project of the current instance
  local/project/self               a Standalone project in full
  srv/project/1                    a Server's project, by the instance's alias
  cloud://srv/project/starwhale    the same
  https://host/project/owner:name  a Server's project, by address
  https://host/projects/1          copied from the web console`;

const RESOURCE_FORMS = `Forms of a model URI (the same for a dataset or runtime):
  mnist, model/mnist                           the latest version
  mnist/v0, mnist/version/latest               a tag or a version
  mnist/gntd                                   Standalone: a version's prefix
  gntdqm3f                                     Standalone: the prefix alone
  self/model/mnist                             of another project
  local/project/self/model/mnist/version/v0    in full
  srv/project/1/model/mnist/version/v0         a Server's, by alias
  https://host/project/1/model/mnist           by address
  https://host/projects/1/models/2/versions/3  copied from the console`;

const INSTANCE_FORMS = `Forms of an instance URI:
  local, srv           an alias in the config
  cloud://srv          the same
  https://host[:port]  a Server's address`;

/** The forms of each kind of URI, for hints. */
export const FORMS = {
  job: JOB_FORMS,
  project: PROJECT_FORMS,
  resource: RESOURCE_FORMS,
  instance: INSTANCE_FORMS,
} as const;

const FROM_INPUT = `Commands that take several jobs read them from standard input for -, one per
line. In a shell, quote an address that contains ? or &.`;

/** The text of `swjob help uris`. */
export const LIST_OF_FORMS: string = [JOB_FORMS, PROJECT_FORMS, RESOURCE_FORMS, INSTANCE_FORMS, FROM_INPUT].join(
  '\n\n',
);
