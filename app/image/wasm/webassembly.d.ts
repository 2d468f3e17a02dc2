/**
 * The part of WebAssembly that this folder needs, beside what `app/document` declares of it. Node has it; its types
 * stand in the DOM's library, which this room must not see.
 */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  const Module: new (octets: Uint8Array<ArrayBuffer>) => Module;
  const Memory: new (size: { readonly initial: number; readonly maximum: number }) => Memory;
  const Instance: new (module: Module, imports: Readonly<Record<string, Readonly<Record<string, Memory>>>>) => Instance;
}
