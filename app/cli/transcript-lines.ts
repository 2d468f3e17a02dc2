import type { TrialEvent } from '../contract/line-trial.ts';
import type { TranscriptEntry } from '../model/job.ts';
import { fieldsInWords, transcriptMeaning } from '../model/transcript-words.ts';
import { printable } from './console.ts';

/** An event of a call as one line of its log, or null for one that the log leaves out. */
export function logLine(event: TrialEvent): string | null {
  switch (event.event) {
    case 'frame':
      return frameLine(event);
    case 'phase':
      return `${lineTime(event.t)}  ─  phase ${event.phase}\n`;
    case 'page': {
      const bad = event.badRows === 0 ? '' : `, ${event.badRows} damaged`;
      const rows = event.rows === 0 ? '' : `, ${event.rows} lines${bad}`;
      return `${lineTime(event.t)}  ─  page ${event.n}: ${event.status === 'none' ? 'no answer' : event.status}, ${event.coding.toUpperCase()}${rows}\n`;
    }
    case 'ready':
    case 'ring':
    case 'negotiated':
    case 'end':
      return null;
  }
}

function frameLine(entry: TranscriptEntry): string {
  const words = [transcriptMeaning(entry.type), fieldsInWords(entry.fields)].filter((part) => part !== '').join(': ');
  const line = `${lineTime(entry.t)}  ${entry.dir === 'tx' ? '→' : '←'}  ${entry.type.padEnd(9)} ${words}`;
  return `${printable(line.trimEnd())}\n`;
}

/** Milliseconds of line time as seconds: `   12.40 s`. */
const lineTime = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2).padStart(8)} s`;
