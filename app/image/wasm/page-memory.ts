/** A memory in which pages lie while they are worked on. */
export interface PageMemory {
  readonly memory: WebAssembly.Memory;
  /**
   * Room for so many octets, on a multiple of 16; the memory's buffer may be another after it, so that arrays over the
   * old one are of no use any more. Throws where there is no room.
   */
  allocate(octets: number): number;
  free(at: number): void;
}
