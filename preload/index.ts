import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../app/contract/channels.ts';
import type { ConsoleApi, WireAnswer } from '../app/contract/shell.ts';

/** Puts a listener on a channel of messages from the main process; the returned function takes it off. */
function listen<T>(channel: string, listener: (message: T) => void): () => void {
  const heard = (_event: unknown, message: T): void => listener(message);
  ipcRenderer.on(channel, heard);
  return () => ipcRenderer.off(channel, heard);
}

/** The result of an answer, or its error as plain data: a class would not survive the bridge. */
async function ask<T>(channel: string, name: string, input: unknown): Promise<T> {
  const answer: WireAnswer = await ipcRenderer.invoke(channel, name, input);
  if (!answer.ok) throw answer.error;
  return answer.result as T;
}

const faxConsole: ConsoleApi<File> = {
  request: (name, input) => ask(channels.request, name, input),
  subscribe: (listener) => listen(channels.event, listener),
  shell: (name, input) => ask(channels.shell, name, input),
  onShell: (listener) => {
    const stop = listen(channels.shellEvent, listener);
    ipcRenderer.send(channels.shellListening);
    return stop;
  },
  pathsOf: (files) => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
};

contextBridge.exposeInMainWorld('faxConsole', faxConsole);
