import type { RequestInput } from '../../../../contract/requests.ts';
import { toFaxError } from '../../../../model/errors.ts';
import { finalStates, type Job, type Operation } from '../../../../model/job.ts';
import type { SettingValue } from '../../../../model/settings.ts';
import { inboxAddress } from './aftermath.ts';
import { type DayOffice, FILED } from './day-office.ts';
import type { Ledger, Sent } from './ledger.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Tally } from './tally.ts';

/** Numbers outside, few enough that faxes meet on them. */
export const outsideNumbers = ['5551201', '5551202', '5551203', '5551204'] as const;
/** One that the office has blocked, and emergency numbers: nobody is ever called there. */
export const blockedNumbers = ['5551299', '112', '911'] as const;
const practiceNumber = '5550101';

const operations: readonly Operation[] = ['pause', 'resume', 'restart', 'cancel', 'alter'];

/** What people of the office do: send, look after what they sent, change settings. */
export class People {
  readonly #office: DayOffice;
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  readonly #tally: Tally;
  readonly #say: (line: string) => void;
  /** The largest values that were ever in force: what the judge measures attempts and calls by. */
  retries = 3;
  callsPerDestination = 1;

  constructor(office: DayOffice, ledger: Ledger, random: SeededRandom, tally: Tally, say: (line: string) => void) {
    this.#office = office;
    this.#ledger = ledger;
    this.#random = random;
    this.#tally = tally;
    this.#say = say;
  }

  async sendNew(): Promise<void> {
    const random = this.#random;
    const n = this.#ledger.sent.length + 1;
    const pages = 1 + random.below(3);
    const count = random.weighted([
      [8, 1],
      [2, 2],
      [1, 4],
    ] as const);
    const from = random.chance(0.15) ? [practiceNumber] : shuffled(outsideNumbers, random);
    const sent: Sent = {
      key: `key-of-fax-${n}`,
      file: `${pages}-fax${n}.pdf`,
      pages,
      numbers: from.slice(0, count),
      receipt: random.chance(0.25) ? `person${n}@office.example` : null,
      ids: null,
    };
    this.#ledger.sent.push(sent);
    this.#plans.set(sent.key, this.#planOf(sent, n));
    if (sent.numbers.length > 1) this.#tally.count('asked', 'broadcast');
    if (sent.receipt !== null) this.#tally.count('asked', 'receipt');
    await this.send(sent);
  }

  readonly #plans = new Map<string, RequestInput<'submit'>>();

  #planOf(sent: Sent, n: number): RequestInput<'submit'> {
    const random = this.#random;
    const kind = random.weighted([
      [8, 'now'],
      [1, 'discount'],
      [1, 'time'],
    ] as const);
    const at = new Date(this.#office.now() + random.below(4 * 3_600_000)).toISOString();
    this.#tally.count('asked', `submit ${kind}`);
    return {
      document: { kind: 'files', files: [`/letters/${sent.file}`], options: {} },
      recipients: sent.numbers.map((number) => ({ number })),
      key: sent.key,
      subject: `Fax ${n}`,
      when: kind === 'time' ? { kind, at } : { kind },
      priority: random.pick(['low', 'normal', 'normal', 'high'] as const),
      receipt: sent.receipt === null ? null : { address: sent.receipt, group: random.chance(0.5) },
    };
  }

  /** Submits, or submits again; whoever got no answer uses the same key. */
  async send(sent: Sent): Promise<void> {
    const plan = this.#plans.get(sent.key);
    if (!plan) return;
    this.#say(`somebody sends ${sent.file} to ${sent.numbers.join(', ')} (${sent.key})`);
    const answer = await this.#office.ask('submit', plan);
    if ('died' in answer) {
      this.#tally.count('asked', 'submit not answered');
      return this.#say('they get no answer');
    }
    if ('error' in answer) return this.#refused('submit', answer.error);
    const ids = answer.value.jobs.map(({ id }) => id);
    this.#say(`they are told: ${ids.join(', ')}`);
    const { erased } = this.#ledger;
    if (sent.ids !== null) {
      this.#tally.count('asked', 'submit repeated');
      const left = sent.ids.filter((id) => !erased.has(id) || ids.includes(id));
      if (ids.some((id) => erased.get(id) === 'surely')) this.#ledger.fail(`${sent.key} has an erased fax again.`);
      if (ids.join() !== left.join())
        this.#ledger.fail(`${sent.key} was answered with ${sent.ids.join()} and then with ${ids.join()}.`);
    }
    const numbers = answer.value.jobs.map(({ submissionKey }) => submissionKey);
    const gone = [...erased.keys()].some((id) => this.#ledger.seen.get(id)?.submissionKey === sent.key);
    if ((ids.length !== sent.numbers.length && !gone) || numbers.some((key) => key !== sent.key))
      this.#ledger.fail(`${sent.key} asked for ${sent.numbers.length} faxes and was answered with ${ids.join()}.`);
    sent.ids ??= ids;
  }

  /** Somebody sends to a number that may not be called. */
  async sendToBlocked(): Promise<void> {
    const number = this.#random.pick(blockedNumbers);
    this.#say(`somebody sends to ${number}, which is blocked`);
    this.#tally.count('asked', 'submit to a blocked number');
    const answer = await this.#office.ask('submit', {
      document: { kind: 'files', files: ['/letters/1-blocked.pdf'], options: {} },
      recipients: [{ number: outsideNumbers[0] }, { number }],
      key: `blocked-${this.#office.network.events.length}-${this.#ledger.acts.length}`,
    });
    if ('value' in answer) this.#ledger.fail(`A fax to the blocked number ${number} was accepted.`);
    if ('error' in answer) this.#refused('submit', answer.error);
  }

  /** Somebody has a fax that has ended erased for good. */
  async erase(): Promise<void> {
    const ended = this.#office.jobs.filter(({ state, direction }) => direction === 'out' && finalStates.has(state));
    if (ended.length === 0) return;
    const { id } = this.#random.pick(ended);
    this.#say(`somebody has fax ${id} erased`);
    this.#tally.count('asked', 'erase');
    this.#ledger.erased.set(id, 'maybe');
    const answer = await this.#office.ask('erase', { id });
    if ('value' in answer) this.#ledger.erased.set(id, 'surely');
    if ('error' in answer) this.#refused('erase', answer.error);
  }

  async sendAgain(): Promise<void> {
    const { sent } = this.#ledger;
    if (sent.length > 0) await this.send(this.#random.pick(sent));
  }

  #refused(what: string, thrown: unknown): void {
    const { code } = toFaxError(thrown);
    this.#tally.count('refused', `${what}: ${code}`);
    this.#say(`they are refused: ${code}`);
    if (code === 'INTERNAL') this.#ledger.fail(`${what} was answered with a defect: ${describe(thrown)}`);
  }

  /** Asks something of a fax, mostly what is offered for it. */
  async command(): Promise<void> {
    const job = this.#anyJob();
    if (!job) return;
    // The screen may lag behind the server by its last patch: what is offered is asked for anew.
    if (!(await this.#office.look())) return;
    const now = this.#office.jobs.find(({ id }) => id === job.id);
    if (!now) return;
    const offered = this.#random.chance(0.85);
    const wanted = offered
      ? now.allowed.filter((operation) => operation !== 'cancel' || this.#random.chance(0.4))
      : operations;
    if (wanted.length > 0) await this.operate(now, this.#random.pick(wanted));
  }

  #anyJob(): Job | undefined {
    const jobs = this.#office.jobs.filter(({ direction }) => direction === 'out');
    const open = jobs.filter(({ state }) => state !== 'delivered');
    const from = open.length > 0 && this.#random.chance(0.9) ? open : jobs;
    return from.length === 0 ? undefined : this.#random.pick(from);
  }

  async operate(job: Job, operation: Operation): Promise<void> {
    const offered = job.allowed.includes(operation);
    this.#tally.count('asked', `${operation} (${offered ? job.state : 'not offered'})`);
    if (operation === 'alter') return this.#alter(job, offered);
    this.#say(`somebody asks to ${operation} fax ${job.id}, which is ${job.state}`);
    this.#ledger.act(operation, job);
    const answer = await this.#office.ask(`jobs.${operation}`, { ids: [job.id] });
    if ('died' in answer) return;
    if ('error' in answer) return this.#refused(operation, answer.error);
    const error = answer.value.results[0]?.error;
    if (!error) return;
    this.#tally.count('refused', `${operation}: ${error.code}`);
    this.#say(`they are refused: ${error.code}`);
    await this.#mustNotRefuse(job, operation, offered, error.code);
  }

  async #alter(job: Job, offered: boolean): Promise<void> {
    const number = this.#random.chance(0.5) ? this.#freshNumber(job) : null;
    this.#say(`somebody alters fax ${job.id}${number === null ? '' : `: to ${number}`}`);
    if (number !== null) this.#ledger.act('alter', job, number);
    const answer = await this.#office.ask('jobs.alter', {
      id: job.id,
      ...(number === null ? { priority: this.#random.pick(['low', 'high'] as const) } : { number }),
    });
    if (!('error' in answer)) return;
    this.#refused('alter', answer.error);
    await this.#mustNotRefuse(job, 'alter', offered, toFaxError(answer.error).code);
  }

  /** One that no other fax of the same document goes to: pages say which document they are of, not which fax. */
  #freshNumber(job: Job): string {
    const sent = this.#ledger.sentOf(job);
    const taken = new Set([
      ...(sent?.numbers ?? []),
      ...(this.#ledger.numbers.get(job.id) ?? []).map((each) => each.number),
    ]);
    const others = this.#ledger.acts.flatMap(({ number }) => number ?? []);
    for (let n = 5551301; ; n += 1) if (!taken.has(String(n)) && !others.includes(String(n))) return String(n);
  }

  /** What is offered is done, unless the fax has moved on or the disk refuses. */
  async #mustNotRefuse(job: Job, operation: Operation, offered: boolean, code: string): Promise<void> {
    if (!offered || code !== 'OPERATION_NOT_ALLOWED') return;
    if (!(await this.#office.look())) return;
    const now = this.#office.jobs.find(({ id }) => id === job.id);
    if (now?.state === job.state && now.allowed.includes(operation))
      this.#ledger.fail(`Fax ${job.id} offers ${operation} and refuses it.`);
  }

  async changeSettings(): Promise<void> {
    const random = this.#random;
    const values: Record<string, SettingValue> = random.pick<Record<string, SettingValue>>([
      { retries: random.below(5) },
      { retryDelay: random.below(4) },
      { retryBusyRetries: random.below(4) - 1, retryBusyDelay: random.below(4) - 1 },
      { retryLostInPageOtherPort: random.chance(0.5), retryNoAnswerDelay: random.below(3) },
      { discountRateStartHour: random.below(24), discountRateEndHour: random.below(24) },
      { jobsPerCall: 1 + random.below(5) },
      { callsPerDestination: random.below(3) },
      { branding: random.chance(0.5) },
      { archiveOutboundFaxes: random.chance(0.7), archiveInboundFaxes: random.chance(0.7) },
      { dirtyDays: random.below(2) * 3 },
    ]);
    await this.set(values);
  }

  async set(values: Record<string, SettingValue>): Promise<void> {
    this.#say(`somebody sets ${JSON.stringify(values)}`);
    this.#tally.count('asked', 'settings');
    // Counted before it is answered: who gets no answer does not know that it was not done.
    const numbers = Object.entries(values).flatMap(([name, value]) =>
      /retries/i.test(name) && typeof value === 'number' ? [value] : [],
    );
    this.retries = Math.max(this.retries, ...numbers);
    if (values.archiveOutboundFaxes === false || values.archiveInboundFaxes === false)
      this.#ledger.alwaysArchived = false;
    const { callsPerDestination: calls } = values;
    if (typeof calls === 'number')
      this.callsPerDestination = Math.max(this.callsPerDestination, calls === 0 ? 64 : calls);
    const answer = await this.#office.ask('settings.set', { values });
    if ('error' in answer) this.#refused('settings', answer.error);
  }

  async switchQueue(): Promise<void> {
    const name = this.#random.pick(['pauseServerQueue', 'outgoingQueueBlocked', 'incomingQueueBlocked'] as const);
    this.#tally.count('asked', name);
    await this.set({ [name]: this.#random.chance(0.5) });
  }

  /** Rules for what comes in: some of those that the office may have. */
  async setRules(): Promise<void> {
    const current = await this.#office.ask('lists.get', { name: 'routing' });
    if (!('value' in current)) return;
    const items = [
      { id: 'folder', target: { method: 'folder', folder: FILED, format: 'tif' } },
      { id: 'mail', target: { method: 'email', to: [inboxAddress], format: 'tif' } },
      { id: 'print', target: { method: 'print' } },
      { id: 'program', target: { method: 'program', call: { kind: 'web', url: 'https://office.example/fax' } } },
    ] as const;
    const chosen = items.filter(() => this.#random.chance(0.6));
    this.#say(`somebody sets rules for what comes in: ${chosen.map(({ id }) => id).join(', ')}`);
    this.#tally.count('asked', 'routing rules');
    const { revision } = current.value;
    const answer = await this.#office.ask('lists.put', { name: 'routing', revision, items: [...chosen] });
    if ('error' in answer) this.#refused('routing rules', answer.error);
  }

  async blockNumbers(): Promise<void> {
    const current = await this.#office.ask('lists.get', { name: 'destinations' });
    if (!('value' in current)) throw new Error('The list was not read.');
    const items = [{ pattern: '5551299', blocked: true, reason: 'Not ours' }];
    await this.#office.ask('lists.put', { name: 'destinations', revision: current.value.revision, items });
  }

  async routeAgain(): Promise<void> {
    const open = this.#office.snapshot.messages.filter(({ routing }) => routing.some(({ state }) => state !== 'done'));
    if (open.length === 0) return;
    this.#tally.count('asked', 'routing again');
    const answer = await this.#office.ask('routing.retry', { id: this.#random.pick(open).id });
    if ('error' in answer) this.#refused('routing again', answer.error);
  }

  async readInbox(): Promise<void> {
    const messages = this.#office.snapshot.messages;
    if (messages.length === 0) return;
    const { id } = this.#random.pick(messages);
    this.#tally.count('asked', 'mark');
    const answer = await this.#office.ask('messages.mark', { ids: [id], read: this.#random.chance(0.7) });
    if ('error' in answer) this.#refused('mark', answer.error);
  }
}

const describe = (thrown: unknown): string => {
  const { cause, message } = toFaxError(thrown);
  return cause instanceof Error ? (cause.stack ?? cause.message) : `${message} ${String(cause ?? '')}`;
};

function shuffled<T>(from: readonly T[], random: SeededRandom): T[] {
  const left = [...from];
  return from.map(() => left.splice(random.below(left.length), 1)[0] as T);
}
