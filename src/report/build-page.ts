import { changesSection } from './changes-section.ts';
import { clip } from './clip.ts';
import { comparisonSection } from './comparison.ts';
import { html } from './html.ts';
import { jobHeader, jobSections, jobTitle } from './job-page.ts';
import { type JobPart, type Page, pageText } from './page.ts';
import type { JobReport } from './report-data.ts';

export interface PageFacts {
  /** What the jobs are called beside each other, in their order. */
  readonly names: readonly string[];
  /** The release that makes the page. */
  readonly version: string;
  readonly now: Date;
}

/** The page about one job, or about several: these are compared with the first, then follow one after the other. */
export function buildPage(reports: readonly JobReport[], facts: PageFacts): string {
  const [first] = reports;
  if (first === undefined) throw new Error('a page needs a job');
  return pageText(reports.length === 1 ? pageOfOne(first, facts) : pageOfSeveral(reports, facts));
}

function pageOfOne(report: JobReport, facts: PageFacts): Page {
  return {
    title: clip(`${jobTitle(report.job)} (${report.job.id})`),
    header: jobHeader(report, 'h1'),
    sections: jobSections(report),
    jobs: [],
    footer: footer([report], facts),
  };
}

function pageOfSeveral(reports: readonly JobReport[], facts: PageFacts): Page {
  const titles = [...new Set(reports.map(({ job }) => jobTitle(job)))];
  const jobs = reports.map((report, index): JobPart => {
    const name = facts.names[index] ?? report.job.id;
    return {
      id: `job-${index + 1}`,
      title: `Job ${index + 1}: ${name}`,
      header: jobHeader(report, 'h2'),
      sections: jobSections(report),
    };
  });
  return {
    title: clip(`${reports.length} jobs compared: ${titles.join(', ')}`),
    header: html`<h1>${reports.length} jobs compared</h1>
<p class="sub">${clip(titles.join(' · '))}</p>`,
    sections: [
      comparisonSection(reports, facts.names),
      ...reports.flatMap(({ changes, job }, index) =>
        changes === null
          ? []
          : [changesSection(changes, facts.names[0] ?? '', facts.names[index] ?? job.id, `changes-${index + 1}`)],
      ),
    ],
    jobs,
    footer: footer(reports, facts),
  };
}

function footer(reports: readonly JobReport[], { version, now }: PageFacts) {
  const time = now
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
  return html`<p>Made by swjob ${version} on ${time} from ${reports.map(({ job }) => job.uri).join(', ')}</p>`;
}
