/** One side of the bridge between a page's two worlds. */
export interface Bridge {
  expose(key: string, api: object): void;
}
export function makeBridge(token: string, side: 'main' | 'iso'): Bridge;
