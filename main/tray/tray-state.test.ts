import { describe, expect, it } from 'vitest';
import { sampleJob, sampleMessage, sampleSnapshot } from '../testing/snapshot-sample.ts';
import { trayState } from './tray-state.ts';

const none: ReadonlySet<number> = new Set();
const pausedSetting = {
  name: 'pauseServerQueue',
  value: true,
  default: false,
  type: 'boolean',
  min: null,
  max: null,
  unit: null,
  words: '',
  locked: false,
  group: 'queue',
  choices: null,
  secret: false,
  aliasOf: null,
} as const;

describe('the tray', () => {
  it('is quiet when nothing is going on', () => {
    expect(trayState(sampleSnapshot(), null, none)).toEqual({
      kind: 'idle',
      words: 'Nothing to do',
      unread: 0,
      paused: false,
    });
  });
  it('is starting before there is a snapshot, and says why there is none', () => {
    expect(trayState(null, null, none)).toMatchObject({ kind: 'offline', words: 'Starting' });
    expect(trayState(sampleSnapshot(), 'The fax database is damaged.', none)).toMatchObject({
      kind: 'offline',
      words: 'The fax database is damaged.',
    });
  });
  it('counts what is on the line, waiting, failed and unread, the most urgent as its picture', () => {
    const jobs = [
      sampleJob({ id: 1, state: 'sending' }),
      sampleJob({ id: 2, state: 'waiting' }),
      sampleJob({ id: 3, state: 'retrying' }),
      sampleJob({ id: 4, state: 'failed' }),
      sampleJob({ id: 5, state: 'delivered' }),
    ];
    const messages = [sampleMessage({ id: 8 }), sampleMessage({ id: 9, read: true })];
    expect(trayState(sampleSnapshot({ jobs, messages }), null, none)).toMatchObject({
      kind: 'sending',
      words: '1 on the line, 2 waiting, 1 failed, 1 unread',
    });
    expect(trayState(sampleSnapshot({ jobs: jobs.slice(1), messages }), null, none).kind).toBe('failed');
    expect(trayState(sampleSnapshot({ messages }), null, none)).toMatchObject({ kind: 'unread', unread: 1 });
  });
  it('does not cry about a failure that was seen', () => {
    const jobs = [sampleJob({ id: 4, state: 'failed' }), sampleJob({ id: 5, state: 'uncertain' })];
    expect(trayState(sampleSnapshot({ jobs }), null, new Set([4, 5])).kind).toBe('idle');
    expect(trayState(sampleSnapshot({ jobs }), null, new Set([4])).words).toBe('1 failed');
  });
  it('says when sending is paused, and when the server is gone', () => {
    const settings = [pausedSetting];
    expect(trayState(sampleSnapshot({ settings }), null, none)).toMatchObject({
      paused: true,
      words: 'sending is paused',
    });
    const server = { ...sampleSnapshot().server, state: 'disconnected', error: 'No answer.' } as const;
    expect(trayState(sampleSnapshot({ server }), null, none)).toMatchObject({ kind: 'offline', words: 'No answer.' });
  });
  it('shows no number and no name', () => {
    const jobs = [sampleJob({ state: 'sending', number: '5550101', recipient: 'Ann' })];
    expect(trayState(sampleSnapshot({ jobs }), null, none).words).not.toMatch(/5550101|Ann/);
  });
});
