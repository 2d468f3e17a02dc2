/**
 * One side of Electron's `contextBridge`, for the page's own world (`main`) or the preload script's (`iso`). Values go
 * over by a synchronous CustomEvent, whose `detail` Chromium clones between worlds; functions and promises go over as
 * numbers and become proxies on the other side.
 *
 * Its source is run in the page: it closes over nothing of this file.
 */
export function makeBridge(token, side) {
  const other = side === 'main' ? 'iso' : 'main';
  const functions = new Map();
  const promises = new Map();
  let nextId = 1;
  /** The answer to the call that is being made. */
  let answer = null;

  const post = (message) => {
    window.dispatchEvent(new CustomEvent(`${token}:${other}`, { detail: message }));
  };
  const isPlain = (value) => {
    const parent = Object.getPrototypeOf(value);
    return parent === null || Object.prototype.toString.call(value) === '[object Object]';
  };

  function sendPromise(promise) {
    const id = nextId++;
    promise.then(
      (value) => post({ kind: 'settle', id, ok: true, value: pack(value) }),
      (reason) => post({ kind: 'settle', id, ok: false, value: pack(reason) }),
    );
    return { promise: id };
  }

  /** A value as it goes over: one key says what it is. */
  function pack(value, depth = 0) {
    if (depth > 1000) {
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    }
    if (typeof value === 'function') {
      const id = nextId++;
      functions.set(id, value);
      return { function: id };
    }
    if (typeof value === 'symbol') return { value: undefined };
    if (typeof value !== 'object' || value === null) return { value };
    if (value instanceof Promise) return sendPromise(value);
    if (value instanceof Error) return { error: value.message };
    if (Array.isArray(value)) return { array: value.map((each) => pack(each, depth + 1)) };
    if (isPlain(value)) {
      const object = {};
      for (const key of Object.keys(value)) object[key] = pack(value[key], depth + 1);
      return { object };
    }
    try {
      structuredClone(value);
    } catch {
      throw new TypeError('An object could not be cloned.');
    }
    return { value };
  }

  function proxyOf(id) {
    return (...args) => {
      const outer = answer;
      answer = null;
      post({ kind: 'call', id, args: args.map((each) => pack(each)) });
      const own = answer;
      answer = outer;
      if (!own) throw new Error('the other world is gone');
      if (own.threw) throw unpack(own.value);
      return unpack(own.value);
    };
  }

  /** What came over, as a value of this world; what the page gets of the preload script is frozen. */
  function unpack(packed, freeze = false) {
    const done = (made) => (freeze ? Object.freeze(made) : made);
    if ('function' in packed) return done(proxyOf(packed.function));
    if ('promise' in packed) {
      return new Promise((resolve, reject) => promises.set(packed.promise, { resolve, reject }));
    }
    // As in Electron the sentence goes over and the class does not.
    if ('error' in packed) return new Error(packed.error);
    if ('array' in packed) return done(packed.array.map((each) => unpack(each, freeze)));
    if ('object' in packed) {
      const made = {};
      for (const key of Object.keys(packed.object)) made[key] = unpack(packed.object[key], freeze);
      return done(made);
    }
    return packed.value;
  }

  function callHere({ id, args }) {
    try {
      return { kind: 'answer', value: pack(functions.get(id)(...args.map((each) => unpack(each)))) };
    } catch (thrown) {
      return { kind: 'answer', threw: true, value: pack(thrown instanceof Error ? thrown : new Error(String(thrown))) };
    }
  }

  function exposeHere({ key, value }) {
    if (key in window) {
      const error = 'Cannot bind an API on top of an existing property on the window object';
      return { kind: 'answer', threw: true, value: { error } };
    }
    const fixed = { enumerable: true, configurable: false, writable: false };
    Object.defineProperty(window, key, { value: unpack(value, true), ...fixed });
    return { kind: 'answer', value: { value: undefined } };
  }

  function take(message) {
    if (message.kind === 'call') post(callHere(message));
    else if (message.kind === 'expose') post(exposeHere(message));
    else if (message.kind === 'answer') answer = message;
    else {
      const { resolve, reject } = promises.get(message.id);
      promises.delete(message.id);
      (message.ok ? resolve : reject)(unpack(message.value));
    }
  }

  const listen = (event) => {
    event.stopImmediatePropagation();
    take(event.detail);
  };
  window.addEventListener(`${token}:${side}`, listen, true);

  return {
    expose(key, api) {
      answer = null;
      post({ kind: 'expose', key, value: pack(api) });
      if (answer?.threw) throw unpack(answer.value);
    },
  };
}
