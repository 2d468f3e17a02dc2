import { host } from './host.ts';
import { record } from './record.ts';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];

/** Electron's `protocol`. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly Electron.CustomScheme[]): void {
    if (host.running) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of schemes) host.schemes.set(scheme, null);
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    if (!host.schemes.has(scheme)) throw new Error(`electron stand-in: ${scheme} was not registered as privileged`);
    host.schemes.set(scheme, handler);
  },
  unhandle(scheme: string): void {
    host.schemes.set(scheme, null);
  },
  isProtocolHandled: (scheme: string): boolean => Boolean(host.schemes.get(scheme)),
};

/** Electron's permissions that Chromium lets a driver grant or refuse, by the protocol's names. */
const permissions: Readonly<Record<string, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  'clipboard-read': 'clipboardReadWrite',
  media: 'audioCapture',
};

const defaultSession = {
  protocol,
  /** Asked once for each permission that Chromium knows; what it grants is granted, all else is refused. */
  setPermissionRequestHandler(handler: RequestHandler): void {
    if (!handler) throw new Error('electron stand-in: without a handler Electron grants every permission');
    const granted: string[] = [];
    for (const [permission, name] of Object.entries(permissions)) {
      const ask: (...asked: never[]) => void = handler;
      const asked: unknown[] = [
        null,
        permission,
        (yes: boolean) => {
          record.permissions.push({ permission, granted: yes });
          if (yes) granted.push(name);
        },
        { isMainFrame: true },
      ];
      ask(...(asked as never[]));
    }
    // Whatever is not in the list is refused from now on.
    void host.chromium.cdp.send('Browser.grantPermissions', { permissions: granted as never });
  },
  /** Kept for its answer to checks: pages here are refused by the request handler's list. */
  setPermissionCheckHandler: (): void => undefined,
  setDevicePermissionHandler: (): void => undefined,
};

/** Electron's `session`: the default one only. */
export const session = { defaultSession };
