import { changesSection } from './changes-section.ts';
import { clip } from './clip.ts';
import { compareLead } from './compare-lead.ts';
import { comparisonSection } from './comparison.ts';
import { html } from './html.ts';
import { jobHeader, jobTitle, longTitle, timeText } from './job-header.ts';
import { jobSections } from './job-page.ts';
import { type JobPart, type Page, pageText } from './page.ts';
import type { JobReport } from './report-data.ts';

export interface PageFacts {
  /** The shortened ids of the jobs, in order. */
  readonly names: readonly string[];
  /** The version of swjob. */
  readonly version: string;
  readonly now: Date;
}

/** The page about one job, or about several: a comparison with the first, then the jobs one by one. */
export function buildPage(reports: readonly JobReport[], facts: PageFacts): string {
  const [first] = reports;
  if (first === undefined) throw new Error('a page needs a job');
  return pageText(reports.length === 1 ? pageOfOne(first, facts) : pageOfSeveral(reports, facts));
}

function pageOfOne(report: JobReport, facts: PageFacts): Page {
  return {
    title: clip(`${longTitle(report.job)} (${report.job.id})`),
    header: jobHeader(report, 'h1'),
    sections: jobSections(report),
    jobs: [],
    footer: footer([report], facts),
  };
}

function pageOfSeveral(reports: readonly JobReport[], facts: PageFacts): Page {
  const titles = [...new Set(reports.map(({ job }) => jobTitle(job)))];
  // Numbers are easier to remember; the ids are in the table below.
  const names = reports.map((_, index) => `Job ${index + 1}`);
  const jobs = reports.map((report, index): JobPart => {
    const name = names[index] ?? '';
    return {
      id: `job-${index + 1}`,
      title: `${name}: ${clip(longTitle(report.job))}`,
      header: jobHeader(report, 'h2', `${name}: `),
      sections: jobSections(report),
    };
  });
  return {
    title: clip(`${reports.length} jobs compared: ${titles.join(', ')}`),
    header: html`<h1>${clip(titles.join(', '))}: ${reports.length} jobs compared</h1>
${compareLead(reports, names).map((sentence) => html`<p class="lead">${sentence}</p>`)}`,
    sections: [
      comparisonSection(reports, names, facts.names),
      ...reports.flatMap(({ changes }, index) =>
        changes === null ? [] : [changesSection(changes, names[0] ?? '', names[index] ?? '', `changes-${index + 1}`)],
      ),
    ],
    jobs,
    footer: footer(reports, facts),
  };
}

function footer(reports: readonly JobReport[], { version, now }: PageFacts) {
  const time = timeText(now.toISOString());
  return html`<p>Made by swjob ${version} on ${time} from ${reports.map(({ job }) => job.uri).join(', ')}</p>`;
}
