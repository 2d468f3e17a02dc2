import { host } from './host.ts';
import { StandinEmitter } from './strictness.ts';

type Source = Electron.NativeTheme['themeSource'];

/** Electron's `nativeTheme`; the system's own theme is light. */
class StandinNativeTheme
  extends StandinEmitter
  implements Pick<Electron.NativeTheme, 'themeSource' | 'shouldUseDarkColors' | 'shouldUseHighContrastColors'>
{
  readonly shouldUseHighContrastColors = false;
  #source: Source = 'system';

  constructor() {
    super('NativeTheme', ['updated']);
  }

  get themeSource(): Source {
    return this.#source;
  }
  set themeSource(source: Source) {
    this.#source = source;
    for (const contents of host.contents.values()) void contents.follow(null);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export const nativeTheme = new StandinNativeTheme();
