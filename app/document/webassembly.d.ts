/**
 * The part of WebAssembly that PDFium needs. Node has it; its types stand in the DOM's library, which this room must not
 * see. Interfaces and functions only, so that both may be loaded together.
 */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Instance {
    readonly [Symbol.toStringTag]: string;
  }
  function compile(octets: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, never>>): Promise<Instance>;
}
