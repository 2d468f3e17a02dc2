import type { AtCommand } from './at-line.ts';
import { type FaxClass, rangesOf, readValues, text, usualValues, type Values } from './session-values.ts';

/** What a command says at once. */
export interface Answer {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const ok = (...lines: string[]): Answer => ({ ok: true, lines });
const error: Answer = { ok: false, lines: [] };

type TextName = 'localId' | 'pollingId' | 'sub' | 'sep' | 'pwd';

const class2Texts: Readonly<Record<string, TextName>> = { '+FLID': 'localId', '+FCIG': 'pollingId' };
const class20Texts: Readonly<Record<string, TextName>> = {
  '+FLI': 'localId',
  '+FPI': 'pollingId',
  '+FSA': 'sub',
  '+FPA': 'sep',
  '+FPW': 'pwd',
};

/** Parameters that are kept and asked for, and mean nothing to this modem but where the code reads them. */
const class2Numbers: Readonly<Record<string, string>> = {
  '+FCR': '(0,1)',
  '+FBOR': '(0-3)',
  '+FTBC': '(0)',
  '+FCQ': '(0)',
  '+FPHCTO': '(0-255)',
  '+FBUG': '(0)',
  '+FREL': '(0,1)',
  '+FMINSP': '(0-5)',
  '+FLPL': '(0,1)',
  '+FSPL': '(0,1)',
  '+FAA': '(0)',
  '+FECM': '(0-2)',
  '+FLNFC': '(0)',
  '+FVRFC': '(0)',
  '+FLO': '(0-2)',
};
const class20Numbers: Readonly<Record<string, string>> = {
  '+FCR': '(0,1)',
  '+FBO': '(0-3)',
  '+FPP': '(0)',
  '+FCQ': '(0),(0)',
  '+FCT': '(0-FF)',
  '+FBU': '(0)',
  '+FEA': '(0)',
  '+FMS': '(0-5)',
  '+FLP': '(0,1)',
  '+FSP': '(0,1)',
  '+FAA': '(0)',
  '+FIE': '(0)',
  '+FLO': '(0-2)',
  '+FPR': '(0-20)',
  '+FNR': '(0,1),(0,1),(0,1),(0,1)',
  '+FAP': '(0,1),(0,1),(0,1)',
  '+FRQ': '(0-64),(0-64)',
  '+FRY': '(0-FF)',
  '+FNS': '',
};

const identity: Readonly<Record<string, string>> = {
  '+FMFR': 'FAX CONSOLE RIG',
  '+FMDL': 'SOFT MODEM',
  '+FREV': '1',
  '+FMI': 'FAX CONSOLE RIG',
  '+FMM': 'SOFT MODEM',
  '+FMR': '1',
  '+GMI': 'FAX CONSOLE RIG',
  '+GMM': 'SOFT MODEM',
  '+GMR': '1',
};

/** What AT commands set. */
export class Settings {
  echo = true;
  quiet = false;
  verbose = true;
  callerId = false;
  readonly #registers = new Map<number, number>();
  readonly #texts = new Map<TextName, string>();
  readonly #numbers = new Map<string, string>();
  #class: FaxClass | '0' = '0';
  #own: Values = usualValues;
  wanted: Values = usualValues;

  /** The tongue spoken on the fax side; 2.0's where the modem was not put into a fax class. */
  get fax(): FaxClass {
    return this.#class === '0' ? '2.0' : this.#class;
  }

  register(number: number): number {
    return this.#registers.get(number) ?? 0;
  }

  text(name: TextName): string {
    return this.#texts.get(name) ?? '';
  }

  get wantsPoll(): boolean {
    return this.#numbers.get(this.fax === '2' ? '+FSPL' : '+FSP') === '1';
  }

  get offersPoll(): boolean {
    return this.#numbers.get(this.fax === '2' ? '+FLPL' : '+FLP') === '1';
  }

  get bitsReversed(): boolean {
    return (Number(this.#numbers.get(this.fax === '2' ? '+FBOR' : '+FBO') ?? 0) & 1) === 1;
  }

  /** SP-2388-A reports everything; T.32 what +FNR asks for. */
  get reports(): { readonly far: boolean; readonly chosen: boolean; readonly ids: boolean } {
    if (this.fax === '2') return { far: true, chosen: true, ids: true };
    const [far, chosen, ids] = (this.#numbers.get('+FNR') ?? '0,0,0,0').split(',').map((flag) => flag.trim() === '1');
    return { far: far ?? false, chosen: chosen ?? false, ids: ids ?? false };
  }

  reset(): void {
    this.echo = true;
    this.quiet = false;
    this.verbose = true;
    this.callerId = false;
    this.#registers.clear();
    this.#enter('0');
  }

  run(command: AtCommand): Answer {
    switch (command.kind) {
      case 'basic':
        return this.#basic(command.name, command.value);
      case 'register':
        if (command.action === 'ask') return ok(String(this.register(command.register)).padStart(3, '0'));
        this.#registers.set(command.register, command.value);
        return ok();
      case 'extended':
        return this.#extended(command);
      case 'dial':
        return error;
    }
  }

  #basic(name: string, value: number): Answer {
    if (name === 'E') this.echo = value === 1;
    if (name === 'Q') this.quiet = value === 1;
    if (name === 'V') this.verbose = value === 1;
    if (name === 'I') return ok('SOFT MODEM');
    if (name === '&F') this.reset();
    return ok();
  }

  #extended({ name, action, value }: Extract<AtCommand, { kind: 'extended' }>): Answer {
    if (name === '+FCLASS') return this.#faxClass(action, value);
    if (name === '+VCID') {
      this.callerId = value === '1';
      return ok();
    }
    const said = identity[name];
    if (said !== undefined) return ok(said);
    if (this.#class === '0') return error;
    const values = this.#values(name, action, value);
    if (values !== null) return values;
    const textName = (this.fax === '2' ? class2Texts : class20Texts)[name];
    if (textName !== undefined) return this.#text(textName, action, value);
    if (name === '+FIP' && this.fax !== '2') {
      this.#enter(this.#class);
      return ok();
    }
    const range = (this.fax === '2' ? class2Numbers : class20Numbers)[name];
    if (range === undefined) return error;
    if (action === 'range') return ok(range);
    if (action === 'ask') return ok(this.#numbers.get(name) ?? '0');
    if (!/^[0-9A-Fa-f]{0,3}(,[0-9A-Fa-f]{0,3})*$/.test(value)) return error;
    this.#numbers.set(name, value);
    return ok();
  }

  #faxClass(action: string, value: string): Answer {
    if (action === 'range') return ok('0,2,2.0,2.1');
    if (action === 'ask') return ok(this.#class);
    if (value !== '0' && value !== '2' && value !== '2.0' && value !== '2.1') return error;
    if (value !== this.#class) this.#enter(value);
    return ok();
  }

  #enter(fax: FaxClass | '0'): void {
    this.#class = fax;
    this.#numbers.clear();
    this.#texts.clear();
    this.#own = usualValues;
    this.wanted = this.#own;
  }

  /** +FCC, +FIS, +FCS and the older names. */
  #values(name: string, action: string, value: string): Answer | null {
    const kinds: Readonly<Record<string, 'own' | 'wanted'>> =
      this.fax === '2' ? { '+FDCC': 'own', '+FDIS': 'wanted' } : { '+FCC': 'own', '+FIS': 'wanted' };
    const kind = kinds[name];
    if (kind === undefined) return null;
    if (action === 'range') return ok(rangesOf(this.fax));
    if (action === 'ask') return ok(text(kind === 'own' ? this.#own : this.wanted, this.fax));
    const values = readValues(value, kind === 'own' ? this.#own : this.wanted, this.fax);
    if (values === null) return error;
    if (kind === 'own') this.#own = values;
    this.wanted = values;
    return ok();
  }

  #text(name: TextName, action: string, value: string): Answer {
    if (action === 'ask') return ok(this.text(name));
    if (action === 'range') return ok('(20)(32-127)');
    const quoted = /^"(.{0,20})"$/.exec(value);
    if (quoted === null && value !== '') return error;
    this.#texts.set(name, (quoted?.[1] ?? '').trim());
    return ok();
  }
}
