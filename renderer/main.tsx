import './strict-csp.ts';
import { startConsole } from './start.tsx';

startConsole(window.faxConsole, document.getElementById('root'));
