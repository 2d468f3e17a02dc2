/** What the pool and its workers say to each other. Both ends are ours; every message is one of these. */
import type { FaxErrorData } from '../model/errors.ts';

import type { WorkTasks } from './work-tasks.ts';

export type TaskName = keyof WorkTasks;
export type TaskInput<N extends TaskName> = WorkTasks[N]['input'];
export type TaskOutput<N extends TaskName> = WorkTasks[N]['output'];

/** A task as it is posted to a worker. */
export interface WorkRequest<N extends TaskName = TaskName> {
  readonly id: number;
  readonly name: N;
  readonly input: TaskInput<N>;
}

/** A worker's answer. */
export type WorkReply =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly error: FaxErrorData; readonly detail: string | null };

/** What a worker is started with. */
export interface WorkerSetup {
  /** PDFium, compiled once for all workers. */
  readonly pdfium: WebAssembly.Module;
  readonly resourcesDir: string;
}

export function isWorkRequest(message: unknown): message is WorkRequest {
  return isRecord(message) && typeof message.id === 'number' && typeof message.name === 'string';
}

export function isWorkReply(message: unknown): message is WorkReply {
  return isRecord(message) && typeof message.id === 'number' && ('output' in message || isRecord(message.error));
}

export function isWorkerSetup(data: unknown): data is WorkerSetup {
  return isRecord(data) && isWasmModule(data.pdfium) && typeof data.resourcesDir === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isWasmModule(value: unknown): value is WebAssembly.Module {
  return Object.prototype.toString.call(value) === '[object WebAssembly.Module]';
}
