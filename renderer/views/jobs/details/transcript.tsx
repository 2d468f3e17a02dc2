import { type ReactNode, useState } from 'react';
import type { Attempt, TranscriptEntry } from '../../../../app/model/job.ts';
import { useCopyText } from '../../../actions/copy-text.ts';
import { ChevronLeftIcon, ChevronRightIcon } from '../../../kit/icons/icons.tsx';
import { allFields, lineTime, spacedHex, transcriptLine, transcriptText } from './transcript-words.ts';
import { detailsWords } from './words.ts';

/** What was said on the line in one attempt: in words, or every frame with its octets. */
export function Transcript({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const [all, setAll] = useState(false);
  const [copied, setCopied] = useState(false);
  const copyText = useCopyText();
  const copy = async (): Promise<void> => {
    setCopied(await copyText(transcriptText(attempt.transcript)));
  };
  const words = detailsWords.columns;
  return (
    <section aria-label={detailsWords.transcript(attempt.n)}>
      <div className="row mb-1">
        <h2 className="section-title fill">{detailsWords.transcript(attempt.n)}</h2>
        <button type="button" className="link s12" onClick={() => void copy()}>
          {copied ? detailsWords.copied : detailsWords.copy}
        </button>
        <button type="button" className="link s12" aria-pressed={all} onClick={() => setAll(!all)}>
          {all ? detailsWords.inWords : detailsWords.allFrames}
        </button>
      </div>
      {attempt.transcript.length === 0 ? (
        <p className="s12 t3">{attempt.endedAt === null ? detailsWords.transcriptLater : detailsWords.noTranscript}</p>
      ) : (
        <table className="transcript mono">
          <colgroup>
            <col style={{ width: 64 }} />
            <col style={{ width: 22 }} />
            <col style={{ width: 108 }} />
            <col />
          </colgroup>
          <thead className="sr">
            <tr>
              <th scope="col">{words.time}</th>
              <th scope="col">{words.dir}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{all ? words.fields : words.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {attempt.transcript.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a transcript only grows at its end
              <Line key={index} entry={entry} all={all} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Line({ entry, all }: { readonly entry: TranscriptEntry; readonly all: boolean }): ReactNode {
  const { name, meaning } = transcriptLine(entry);
  const isOurs = entry.dir === 'tx';
  return (
    <tr>
      <td className="t3 tn">{lineTime(entry.t)}</td>
      <td style={{ color: isOurs ? 'var(--accent-text)' : 'var(--st-scheduled)' }}>
        {isOurs ? <ChevronRightIcon /> : <ChevronLeftIcon />}
        <span className="sr">{isOurs ? detailsWords.sent : detailsWords.heard}</span>
      </td>
      <td className="cut">{name}</td>
      {all ? (
        <td className="t2">
          <div className="words hex">{allFields(entry)}</div>
          {entry.hex !== '' && <div className="hex t3">{spacedHex(entry.hex)}</div>}
        </td>
      ) : (
        <td className="words t2 cut" title={meaning}>
          {meaning}
        </td>
      )}
    </tr>
  );
}
