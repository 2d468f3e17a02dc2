/** Electron's `app.commandLine`: Chromium's switches. */
class StandinCommandLine
  implements
    Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch' | 'appendArgument'>
{
  readonly #switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }
  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }
  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }
  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }
  appendArgument(): void {
    // The browser is started with flags of its own.
  }
}

export const commandLine = new StandinCommandLine();
