import { record } from './record.ts';
import { preventable, StandinEmitter } from './strictness.ts';

/** Electron's `Notification`, recorded. A test raises `click`. */
export class StandinNotification
  extends StandinEmitter
  implements Pick<Electron.Notification, 'title' | 'body' | 'silent' | 'show' | 'close'>
{
  title: string;
  body: string;
  silent: boolean;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close']);
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }

  show(): void {
    record.notifications.push({ title: this.title, body: this.body });
    this.emit('show', preventable());
  }
  close(): void {
    this.emit('close', preventable());
  }
}
