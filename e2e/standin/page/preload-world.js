/**
 * What a document runs in the isolated world before its scripts: the modules that a sandboxed preload script may
 * require, then the built preload script itself.
 *
 * Its source is run in the page: it closes over nothing of this file.
 */
export function preloadWorld(token, makeBridge, makeWire, options, preload) {
  if (window !== window.top) return;
  const host = globalThis.__standinHost;
  delete globalThis.__standinHost;
  const { encode, decode } = makeWire();
  const tell = (message) => host(JSON.stringify(message));
  let lastId = 0;

  class EventEmitter {
    #listeners = new Map();
    on(name, listener) {
      this.#listeners.set(name, [...this.listeners(name), listener]);
      return this;
    }
    once(name, listener) {
      const first = (...args) => {
        this.off(name, first);
        listener(...args);
      };
      return this.on(name, first);
    }
    off(name, listener) {
      const at = this.listeners(name).lastIndexOf(listener);
      if (at >= 0) this.#listeners.set(name, this.listeners(name).toSpliced(at, 1));
      return this;
    }
    emit(name, ...args) {
      for (const listener of this.listeners(name)) listener(...args);
      return this.listeners(name).length > 0;
    }
    listeners(name) {
      return this.#listeners.get(name) ?? [];
    }
    removeListener(name, listener) {
      return this.off(name, listener);
    }
  }

  /** An unknown member throws. */
  const strict = (name, target) =>
    new Proxy(target, {
      get: (own, key) => {
        const value = own[key];
        // Bound to what it belongs to: a private field is not found through a proxy.
        if (typeof value === 'function') return value.bind(own);
        if (key in own || typeof key === 'symbol' || ['then', '__esModule', 'default'].includes(key)) return value;
        throw new Error(`electron stand-in: ${name}.${key} is not provided`);
      },
    });

  const calls = new Map();
  const ipcRenderer = Object.assign(new EventEmitter(), {
    invoke: (channel, ...args) => {
      const text = encode(args);
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject, channel });
        tell({ t: 'invoke', id, channel, args: text });
      });
    },
    send: (channel, ...args) => tell({ t: 'send', channel, args: encode(args) }),
  });

  // A drop or a choice of files waits until the host knows their paths, and is then made once more.
  const paths = new Map();
  const held = new Map();
  let again = false;
  const keyOf = ({ name, size, lastModified, type }) => [name, size, lastModified, type].join('\0');
  const hold = (event, files, resume) => {
    event.stopImmediatePropagation();
    const id = ++lastId;
    held.set(id, { files, resume });
    tell({ t: 'files', id, count: files.length });
  };
  const dispatchAgain = (target, event) => {
    again = true;
    try {
      return target.dispatchEvent(event);
    } finally {
      again = false;
    }
  };
  const onDrop = (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (again || files.length === 0) return;
    event.preventDefault();
    const target = event.composedPath()[0] ?? document;
    const { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey } = event;
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    const place = { clientX, clientY, screenX, screenY, ctrlKey, shiftKey, altKey, metaKey };
    hold(event, files, () => {
      const kind = { bubbles: true, cancelable: true, composed: true };
      const untouched = dispatchAgain(target, new DragEvent('drop', { ...kind, ...place, dataTransfer }));
      if (untouched) tell({ t: 'unhandled-drop' });
    });
  };
  const onChoice = (event) => {
    const field = event.composedPath()[0];
    if (again || field?.type !== 'file' || !field.files?.length) return;
    const { type } = event;
    hold(event, [...field.files], () => {
      dispatchAgain(field, new Event(type, { bubbles: true, composed: type === 'input' }));
    });
  };
  window.addEventListener('drop', onDrop, true);
  window.addEventListener('input', onChoice, true);
  window.addEventListener('change', onChoice, true);
  window.addEventListener(
    `${token}:fetch`,
    ({ detail }) => tell({ t: 'fetch', id: detail.id, req: encode(detail) }),
    true,
  );
  window.addEventListener(`${token}:open`, ({ detail }) => tell({ t: 'open', ...detail }), true);

  /** What the host calls in this world. */
  globalThis.__standin = {
    file: (id, index) => held.get(id).files[index],
    filesDone: (id, found) => {
      const { files, resume } = held.get(id);
      held.delete(id);
      for (const [index, file] of files.entries()) paths.set(keyOf(file), found[index]);
      resume();
    },
    message: (channel, text) => {
      ipcRenderer.emit(channel, { sender: ipcRenderer, ports: [] }, ...decode(text));
    },
    fetched: (text) => {
      window.dispatchEvent(new CustomEvent(`${token}:fetched`, { detail: decode(text) }));
    },
    reply: (id, error, text) => {
      const { resolve, reject, channel } = calls.get(id);
      calls.delete(id);
      if (error === null) resolve(decode(text));
      else reject(new Error(`Error invoking remote method '${channel}': ${error}`));
    },
  };

  const bridge = makeBridge(token, 'iso');
  const webUtils = {
    getPathForFile: (file) => {
      if (file instanceof File) return paths.get(keyOf(file)) ?? '';
      throw new TypeError('getPathForFile expected to receive a File object but one was not provided');
    },
  };
  const electron = {
    contextBridge: strict('contextBridge', { exposeInMainWorld: (key, api) => bridge.expose(key, api) }),
    ipcRenderer: strict('ipcRenderer', ipcRenderer),
    webUtils: strict('webUtils', webUtils),
  };
  const modules = {
    electron: strict('electron', electron),
    events: Object.assign(EventEmitter, { EventEmitter }),
    timers: { setTimeout, setInterval, clearTimeout, clearInterval },
    url: { URL, URLSearchParams },
  };
  const require = (id) => {
    const found = modules[id.replace(/^node:/, '').replace(/^electron\/(renderer|common)$/, 'electron')];
    if (found) return found;
    throw new Error(`module not found: ${id}`);
  };
  const own = { type: 'renderer', contextIsolated: true, sandboxed: true, isMainFrame: true };
  const process = Object.assign(new EventEmitter(), options.process, own);
  const module = { exports: {} };
  try {
    preload?.(require, module, module.exports, process, (run, ...args) => setTimeout(run, 0, ...args));
  } catch (thrown) {
    console.error(`Unable to load preload script: ${options.preloadPath}`, thrown);
    tell({ t: 'preload-error', message: thrown.stack ?? String(thrown) });
  }
}
