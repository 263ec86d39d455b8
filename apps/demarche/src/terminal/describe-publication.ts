import type { IngestReport } from '#sources';

/** What a publication changed, or why it was rejected, in a line. */
export function describePublication(path: string, report: IngestReport): string {
  if (report.rejected) return `${path}: rejected (${report.rejected.code}): ${report.rejected.detail}`;
  const { designated, amended, delisted, reidentified, unchanged, cosmetic, quarantined } = report;
  const counts = { designated, amended, delisted, reidentified, unchanged, cosmetic, quarantined };
  const changed = Object.entries(counts).filter(([, count]) => count > 0);
  const positions =
    report.toPosition === null ? 'nothing recorded' : `positions ${report.fromPosition}–${report.toPosition}`;
  return `${path} (${report.publishedOn}): ${changed.map(([name, count]) => `${count} ${name}`).join(', ')}; ${positions}`;
}
