/** Structured clone as text: what Electron's IPC would refuse is refused with its sentence. */
export interface Wire {
  encode(value: unknown): string;
  decode(text: string): unknown;
}
export function makeWire(): Wire;
