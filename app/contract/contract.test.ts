import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Job } from '../model/job.ts';
import { sampleJob } from '../model/testing/samples.ts';
import { pageUrl, parsePageUrl } from './page-url.ts';
import { requests } from './requests.ts';
import { applyChanges, type Snapshot } from './snapshot.ts';

const job = (id: number, changes: Partial<Job> = {}): Job => sampleJob({ id, ...changes });
const empty: Snapshot = {
  version: 4,
  server: {
    name: 'This computer',
    kind: 'embedded',
    state: 'connected',
    error: null,
    capabilities: { editPorts: true, pause: true, discount: true, practiceOnly: true },
    zone: 'UTC',
    warnings: [],
  },
  jobs: [],
  ports: [],
  messages: [],
  settings: [],
};

describe('a snapshot', () => {
  it('takes changes by id: new jobs first, changed ones in their place, removed ones out', () => {
    const two = applyChanges(empty, 5, [
      { kind: 'job', job: job(1) },
      { kind: 'job', job: job(2) },
    ]);
    const changed = applyChanges(two, 6, [{ kind: 'job', job: job(1, { state: 'sending' }) }]);
    expect(changed.jobs.map((each) => [each.id, each.state])).toEqual([
      [2, 'waiting'],
      [1, 'sending'],
    ]);
    expect(applyChanges(changed, 7, [{ kind: 'jobRemoved', id: 2 }]).jobs.map((each) => each.id)).toEqual([1]);
    expect(two.jobs[1]?.state).toBe('waiting');
    expect(changed.version).toBe(6);
  });

  it('keeps the newest first, in whatever order they are told of', () => {
    const told = [2, 3, 1].map((id) => ({ kind: 'job' as const, job: job(id) }));
    expect(applyChanges(empty, 5, told).jobs.map((each) => each.id)).toEqual([3, 2, 1]);
  });
});

describe('the address of a page image', () => {
  it('reads back as it was made', () => {
    const source = fc.oneof(
      fc.record({
        kind: fc.constantFrom('job' as const, 'message' as const),
        id: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      }),
      fc.record({ kind: fc.constant('preview' as const), id: fc.stringMatching(/^[\w-]{8,64}$/) }),
    );
    fc.assert(
      fc.property(
        source,
        fc.integer({ min: 1, max: 9999 }),
        fc.option(fc.integer({ min: 16, max: 4864 })),
        (from, page, width) => {
          expect(parsePageUrl(pageUrl(from, page, width ?? undefined))).toEqual({ source: from, page, width });
        },
      ),
    );
  });

  it.each([
    'fax-page://job/../../etc/passwd/1',
    'fax-page://job/x/1',
    'https://job/1/1',
    'fax-page://job/1/1?width=1e9',
    'fax-page://disk/1/1',
  ])('%s is none', (url) => {
    expect(parsePageUrl(url)).toBeUndefined();
  });
});

describe('requests', () => {
  it('fill in what a client leaves out', () => {
    const parsed = requests.submit.input.parse({
      document: { kind: 'files', files: ['/a.pdf'], options: {} },
      recipients: [{ number: '5550101' }],
      key: 'key-0001',
    });
    expect(parsed).toMatchObject({
      when: { kind: 'now' },
      priority: 'normal',
      port: null,
      recipients: [{ name: null }],
    });
    expect(parsed.document).toMatchObject({ options: { resolution: 'fine', width: null, dither: 'content' } });
  });

  it.each([
    ['no recipient', { recipients: [] }],
    ['a short key', { key: 'a' }],
    ['a path with a zero octet', { document: { kind: 'files', files: ['a\0b'], options: {} } }],
    ['a TSID of 21 characters', { tsid: '1'.repeat(21) }],
    ['a TSID outside ASCII', { tsid: 'Büro' }],
  ])('refuse %s', (_what, changes) => {
    const given = {
      document: { kind: 'files', files: ['/a.pdf'], options: {} },
      recipients: [{ number: '1' }],
      key: 'key-0001',
      ...changes,
    };
    expect(requests.submit.input.safeParse(given).success).toBe(false);
  });
});
