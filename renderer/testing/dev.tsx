import { startConsole } from '../start.tsx';
import { createDevDoor } from './dev-scenes.ts';

/** The console on the fake door. Query: `scene=full|empty|many|lost|disconnected|practice|paused|attention|live`, `view`. */
const query = new URLSearchParams(location.search);
const view = query.get('view');
localStorage.setItem('fax-console.view', JSON.stringify({ version: 1, ...(view ? { view } : {}) }));
const door = createDevDoor(query.get('scene') ?? 'full');
Object.assign(window, { faxConsole: door, fakeDoor: door });
startConsole(door, document.getElementById('root'));
