/**
 * Structured clone as text, for Electron's IPC: `structuredClone` runs first on either side, so what Electron refuses
 * (functions, promises, nodes) is refused here with its sentence; what it copies keeps identity and cycles.
 *
 * Its source is run in Node and in the page: it closes over nothing of this file.
 */
export function makeWire() {
  const toBase64 = (octets) =>
    octets.toBase64
      ? octets.toBase64()
      : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
  const fromBase64 = (text) =>
    Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : new Uint8Array(Buffer.from(text, 'base64'));
  const refuse = () => {
    throw new Error('An object could not be cloned.');
  };
  const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

  function encode(input) {
    let root;
    try {
      root = structuredClone(input);
    } catch {
      refuse();
    }
    const nodes = [];
    const seen = new Map();

    const place = (value) => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value;
        case 'number':
          if (Number.isFinite(value) && !Object.is(value, -0)) return value;
          return { special: Object.is(value, -0) ? '-0' : String(value) };
        case 'undefined':
          return { special: 'undefined' };
        case 'bigint':
          return { big: String(value) };
        case 'object':
          return value === null ? null : { at: placeObject(value) };
        default:
          return refuse();
      }
    };
    const placeObject = (value) => {
      const known = seen.get(value);
      if (known !== undefined) return known;
      const index = nodes.length;
      seen.set(value, index);
      nodes.push(null);
      nodes[index] = describe(value);
      return index;
    };
    const entries = (value) => Object.keys(value).map((key) => [key, place(value[key])]);
    const describe = (value) => {
      if (Array.isArray(value)) return ['Array', value.length, entries(value)];
      if (ArrayBuffer.isView(value))
        return ['View', tagOf(value), place(value.buffer), value.byteOffset, value.byteLength];
      switch (tagOf(value)) {
        case 'Object':
          return ['Object', entries(value)];
        case 'Date':
          return ['Date', value.getTime()];
        case 'RegExp':
          return ['RegExp', value.source, value.flags];
        case 'Map':
          return ['Map', [...value].map(([key, each]) => [place(key), place(each)])];
        case 'Set':
          return ['Set', [...value].map(place)];
        case 'ArrayBuffer':
          return ['ArrayBuffer', toBase64(new Uint8Array(value))];
        case 'Error':
          return ['Error', value.name, value.message, value.stack, place(value.cause)];
        case 'Number':
        case 'String':
        case 'Boolean':
        case 'BigInt':
          return ['Box', place(value.valueOf())];
        default:
          // Blob, File, ImageBitmap: a page may clone them, Electron's IPC does not.
          return refuse();
      }
    };
    return JSON.stringify([place(root), nodes]);
  }

  function decode(text) {
    const [root, nodes] = JSON.parse(text);
    const made = [];

    const read = (value) => {
      if (value === null || typeof value !== 'object') return value;
      if ('special' in value) return value.special === 'undefined' ? undefined : Number(value.special);
      if ('big' in value) return BigInt(value.big);
      return value.at in made ? made[value.at] : build(value.at);
    };
    /** Puts an object in its place before its parts are read, so that a cycle finds it. */
    const fill = (index, object, parts) => {
      made[index] = object;
      parts(object);
      return object;
    };
    const put = (object, key, value) =>
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    const builders = {
      Array: (index, length, list) =>
        fill(index, new Array(length), (array) => {
          for (const [key, value] of list) array[key] = read(value);
        }),
      Object: (index, list) =>
        fill(index, {}, (object) => {
          for (const [key, value] of list) put(object, key, read(value));
        }),
      Map: (index, list) =>
        fill(index, new Map(), (map) => {
          for (const [key, value] of list) map.set(read(key), read(value));
        }),
      Set: (index, list) =>
        fill(index, new Set(), (set) => {
          for (const value of list) set.add(read(value));
        }),
      View: (_index, type, buffer, offset, length) => {
        const View = globalThis[type];
        return new View(read(buffer), offset, type === 'DataView' ? length : length / View.BYTES_PER_ELEMENT);
      },
      Date: (_index, time) => new Date(time),
      RegExp: (_index, source, flags) => new RegExp(source, flags),
      ArrayBuffer: (_index, base64) => fromBase64(base64).slice().buffer,
      Error: (index, name, message, stack, cause) => {
        const kinds = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
        return fill(index, new (kinds[name] ?? Error)(message), (error) => {
          error.stack = stack;
          const known = read(cause);
          if (known === undefined) return;
          Object.defineProperty(error, 'cause', { value: known, writable: true, configurable: true });
        });
      },
      Box: (_index, value) => Object(read(value)),
    };
    const build = (index) => {
      const [kind, ...parts] = nodes[index];
      const object = builders[kind](index, ...parts);
      made[index] = object;
      return object;
    };
    return read(root);
  }
  return { encode, decode };
}
