import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const LIMIT = 1500;

/**
 * Whether the desktop shows tray icons. Windows and macOS always do. On Linux Electron makes a tray that nobody may
 * ever see, so the session bus is asked whether something watches for icons; with no answer there is no tray, and the
 * window is then never closed into one.
 */
export async function trayPresent(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const question = ['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'];
  try {
    const { stdout } = await promisify(execFile)(
      'gdbus',
      [...question, '--method', 'org.freedesktop.DBus.NameHasOwner', WATCHER],
      { timeout: LIMIT },
    );
    return stdout.includes('true');
  } catch {
    return false;
  }
}
