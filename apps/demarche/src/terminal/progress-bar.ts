import { visible } from './print.ts';

const WIDTH = 24;
const REDRAW_MS = 100;

/** One line on a terminal's stderr that is written over; elsewhere nothing. */
export interface ProgressBar {
  /** `done` of the total; `what` is being done now. */
  at(done: number, what: string): void;
  clear(): void;
}

export function progressBar(total: number): ProgressBar {
  const { isTTY } = process.stderr;
  let drawnAt = 0;
  return {
    at(done, what) {
      if (!isTTY || performance.now() - drawnAt < REDRAW_MS) return;
      drawnAt = performance.now();
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const full = Math.round(share * WIDTH);
      const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${what}`;
      process.stderr.write(`\r\x1b[K${visible(bar).slice(0, process.stderr.columns - 1)}`);
    },
    clear() {
      if (isTTY) process.stderr.write('\r\x1b[K');
    },
  };
}
