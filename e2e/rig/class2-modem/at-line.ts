/** One command of an AT command line (V.250). */
export type AtCommand =
  /** `E0`, `&F`, `H`: a letter and a number. */
  | { readonly kind: 'basic'; readonly name: string; readonly value: number }
  | { readonly kind: 'dial'; readonly number: string }
  | { readonly kind: 'register'; readonly register: number; readonly action: 'set' | 'ask'; readonly value: number }
  | {
      readonly kind: 'extended';
      readonly name: string;
      readonly action: 'do' | 'set' | 'ask' | 'range';
      readonly value: string;
    };

/** Reads the commands of a line behind its `AT`; null where it is none. */
export function parseAtLine(line: string): readonly AtCommand[] | null {
  const commands: AtCommand[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const [command, length] = firstOf(rest) ?? [null, 0];
    if (command === null) return null;
    commands.push(command);
    rest = rest.slice(length).replace(/^[\s;]+/, '');
  }
  return commands;
}

function firstOf(text: string): readonly [AtCommand, number] | null {
  const dial = /^D(.*)$/i.exec(text);
  if (dial) return [{ kind: 'dial', number: (dial[1] ?? '').replace(/[^0-9*#+]/g, '') }, text.length];
  const extended = /^(\+[A-Z][A-Z0-9]*)(=\?|\?|=("[^"]*"|[^;])*)?/i.exec(text);
  if (extended) {
    const [all, name = '', tail = ''] = extended;
    const action = tail === '' ? 'do' : tail === '?' ? 'ask' : tail === '=?' ? 'range' : 'set';
    return [{ kind: 'extended', name: name.toUpperCase(), action, value: tail.slice(1).trim() }, all.length];
  }
  const register = /^S(\d+)(?:=(\d*)|(\?))/i.exec(text);
  if (register) {
    const [all, number = '0', value, ask] = register;
    const action = ask === undefined ? 'set' : 'ask';
    return [{ kind: 'register', register: Number(number), action, value: Number(value ?? 0) }, all.length];
  }
  const basic = /^([&%\\*]?[A-Z])(\d*)/i.exec(text);
  if (!basic) return null;
  const [all, name = '', value = ''] = basic;
  return [{ kind: 'basic', name: name.toUpperCase(), value: Number(value) }, all.length];
}
