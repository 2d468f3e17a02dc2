import type { Snapshot } from '../../app/contract/snapshot.ts';
import { FaxError } from '../../app/model/errors.ts';
import { listSettings } from '../../app/model/settings.ts';
import { createFakeDoor, type FakeDoor } from './fake-door.ts';
import { allPorts, fakePort, fakeServer, fakeSettings, fakeSnapshot, manyJobs } from './fake-facts.ts';

/** A fake door with the facts of a scene; page images are drawn in the page. */
export function createDevDoor(scene: string): FakeDoor {
  const now = Date.now();
  serveFakePages();
  switch (scene) {
    case 'empty':
      return createFakeDoor({
        snapshot: fakeSnapshot(now, { jobs: [], messages: [], ports: [fakePort(1, now), fakePort(2, now)] }),
      });
    case 'many':
      return createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: manyJobs(now, 10_000) }) });
    case 'lost': {
      const door = createFakeDoor({ delay: 20 });
      setTimeout(() => {
        door.fail(new FaxError('SERVER_UNREACHABLE'));
        door.change([], 3);
      }, 300);
      return door;
    }
    case 'disconnected':
      return createFakeDoor({
        snapshot: fakeSnapshot(now, {
          server: { ...fakeServer, state: 'disconnected', error: 'Nobody answered on port 4559.' },
        }),
      });
    case 'practice':
      return createFakeDoor({
        snapshot: fakeSnapshot(now, {
          server: { ...fakeServer, capabilities: { ...fakeServer.capabilities, practiceOnly: true } },
          jobs: manyJobs(now, 20).map((job) => ({ ...job, practice: true })),
          ports: [fakePort(1, now, { name: 'Practice 1' }), fakePort(2, now, { name: 'Practice 2' })],
        }),
      });
    case 'paused':
      return createFakeDoor({
        snapshot: fakeSnapshot(now, { settings: listSettings({ ...fakeSettings, pauseServerQueue: true }) }),
      });
    case 'attention':
      return createFakeDoor({ snapshot: attention(now) });
    case 'live':
      return liveDoor(now);
    default:
      return createFakeDoor({ delay: 30 });
  }
}

/** Things to look after, receipts and archive on the delivered faxes, and routing that failed and is tried again. */
function attention(now: number): Snapshot {
  const full = fakeSnapshot(now);
  const next = new Date(now + 600_000).toISOString();
  const rule = { rule: null, target: null, attempts: 1, nextAt: null, error: null } as const;
  return {
    ...full,
    server: {
      ...full.server,
      warnings: [
        {
          code: 'reception-refused',
          words: 'Calls are not answered: 80 MB are free on the disk',
          next: 'Free some space; answering goes on by itself.',
        },
        { code: 'queue-blocked', words: 'New faxes are refused.', next: 'Switch “Refuse new faxes” off to go on.' },
        {
          code: 'mail-failing',
          words: 'The mail server does not answer; 3 receipts wait.',
          next: 'Check the mail server’s name and port.',
        },
      ],
    },
    settings: listSettings({ ...fakeSettings, outgoingQueueBlocked: true, smtpPassword: 'x', retryBusyDelay: 2 }),
    jobs: full.jobs.map((job, index) =>
      job.state === 'delivered' || job.state === 'failed'
        ? {
            ...job,
            coverPages: 1,
            submissionSize: 3,
            receipt: index % 2 === 0 ? ('queued' as const) : ('sent' as const),
            receiptAddress: 'desk@example.com',
            receiptError: index % 2 === 0 ? 'The mail server does not answer.' : null,
            archived: '/home/office/faxes/archive/sent/2026/03/2026-03-10 1305 Front desk (16).tif',
          }
        : job,
    ),
    messages: full.messages.map((message) => ({
      ...message,
      called: '5550100',
      routing: [
        { ...rule, method: 'folder', state: 'done' as const },
        {
          ...rule,
          method: 'email',
          state: 'retrying' as const,
          rule: 'rule-1',
          target: 'records@example.com',
          error: 'The mail server does not answer.',
          nextAt: next,
        },
        {
          ...rule,
          method: 'print',
          state: 'failed' as const,
          rule: 'rule-2',
          target: 'Printer on floor 2',
          error: 'There is no printer of this name.',
          attempts: 4,
        },
      ],
    })),
  };
}

/** A door on which the first job goes on by a page each second. */
function liveDoor(now: number): FakeDoor {
  const door = createFakeDoor({ snapshot: fakeSnapshot(now, { jobs: manyJobs(now, 300), ports: allPorts(now) }) });
  setInterval(() => {
    const job = door.snapshot().jobs.find((each) => each.state === 'sending');
    if (!job) return;
    const pagesConfirmed = (job.pagesConfirmed + 1) % job.pages;
    const currentPage = pagesConfirmed + 1;
    const reason = `Page ${currentPage} of ${job.pages} at 14400`;
    door.change([{ kind: 'job', job: { ...job, pagesConfirmed, currentPage, reason } }]);
  }, 1000);
  return door;
}

/** In a browser nothing answers `fax-page:`; each image that asks for it gets a drawn page instead. */
function serveFakePages(): void {
  const draw = (image: HTMLImageElement): void => {
    const match = /^fax-page:\/\/\w+\/[^/]+\/(\d+)/.exec(image.src);
    if (match) image.src = fakePage(Number(match[1]));
  };
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.target instanceof HTMLImageElement) draw(record.target);
      for (const node of record.addedNodes)
        if (node instanceof Element) {
          if (node instanceof HTMLImageElement) draw(node);
          for (const image of node.querySelectorAll('img')) draw(image);
        }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] });
}

function fakePage(page: number): string {
  const lines = Array.from({ length: 26 }, (_, line) => {
    const width = 40 + ((line * 37 + page * 53) % 110);
    return `<rect x="24" y="${70 + line * 8}" width="${line % 7 === 6 ? 0 : width}" height="3"/>`;
  });
  const head = `<rect x="24" y="24" width="56" height="12"/><text x="150" y="36" font-size="14" font-family="sans-serif">${page}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 215 297" width="860" height="1188"><rect width="215" height="297" fill="#fff"/>${head}${lines.join('')}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
