/**
 * The walls of the house: which room may import which. Reads every import as the compiler does (type imports,
 * re-exports, dynamic imports, import types, require and worker URLs included) and says what to import instead.
 */
import { glob, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parseAst } from 'vite';

/** What each room may import besides itself and `model`. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  contract: [],
  image: [],
  t30: ['image'],
  document: ['image'],
  store: ['image'],
  lines: ['t30', 'image'],
  phonebook: ['store'],
  server: ['document', 'lines', 'phonebook', 'store', 'contract'],
  office: ['server', 'document', 'phonebook', 'store', 'contract'],
  faxcom: ['office', 'contract'],
  cli: ['office', 'contract'],
  main: ['office', 'contract'],
  preload: ['contract'],
  renderer: ['contract'],
};

/** Rooms without Node: they run in the page, or on both sides. */
const withoutNode = new Set(['model', 'contract', 'preload', 'renderer']);
/** Rooms that hold the main thread: a blocking call here makes a modem miss its 55 ms. */
const mainThread = new Set(['main', 'office', 'server', 'lines', 't30']);
/** Packages by the only rooms that may have them. */
const packageHomes: readonly { readonly test: RegExp; readonly rooms: readonly string[]; readonly instead: string }[] =
  [
    { test: /^electron(\/|$)/, rooms: ['main', 'preload'], instead: 'ask main through the contract' },
    {
      test: /^(react|react-dom|zustand|@tanstack|radix-ui|lucide-react)(\/|$)/,
      rooms: ['renderer'],
      instead: 'keep screens in renderer/',
    },
  ];
const insteadOf: Readonly<Record<string, string>> = {
  renderer: 'ask through app/contract (window.faxConsole), or take a pure function from app/model',
  preload: 'take names and types from app/contract',
  main: 'go through app/office and app/contract',
  cli: 'go through app/office and app/contract',
  faxcom: 'go through app/office and app/contract',
  server: 'go through app/document, app/lines or app/store',
  model: 'model stands alone: move what it needs into app/model',
  contract: 'build it on app/model',
};

export interface BrokenWall {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

interface Reference {
  readonly target: string | null;
  readonly offset: number;
}

/** The room of a path from the top of the project: `app/t30/frames.ts` is `t30`; undefined outside the house. */
export function roomOf(path: string): string | undefined {
  const [top = '', second = ''] = path.split('/');
  const room = top === 'app' ? second : top;
  return room in arrows ? room : undefined;
}

/** Every wall that a file breaks; `path` is from the top of the project, with forward slashes. */
export function brokenWalls(path: string, text: string): readonly BrokenWall[] {
  const room = roomOf(path);
  if (room === undefined) return [];
  const tree: unknown = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' });
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const isTest = /(\.(test|testing)\.tsx?$)|\/(testing|simulation)\//.test(path);
  const broken: BrokenWall[] = [];
  const report = (offset: number, message: string) => broken.push({ path, line: lineOf(offset), message });
  visit(tree, (node) => {
    const reference = referenceOf(node);
    if (reference) {
      const message = judge(path, room, reference.target, isTest);
      if (message !== undefined) report(reference.offset, message);
    }
    const blocking = isTest || !mainThread.has(room) ? undefined : blockingCall(node);
    if (blocking) report(blocking.offset, `${blocking.name} blocks the main thread: use the promise form or a worker`);
  });
  return broken;
}

function judge(path: string, room: string, target: string | null, isTest: boolean): string | undefined {
  if (target === null) return 'this import cannot be read by the checker: name the module in a literal';
  if (!target.startsWith('.')) return judgePackage(room, target, isTest);
  const resolved = posix.normalize(posix.join(posix.dirname(path), target));
  const to = roomOf(resolved);
  if (to === undefined) {
    if (/^(resources|package\.json)/.test(resolved)) return undefined;
    // `fax bench` starts the benchmarks as a child where a checkout has them; the package does not.
    if (room === 'cli' && resolved === 'e2e/bench/main.ts') return undefined;
    return `${room} may not import ${resolved}: the product stands without it`;
  }
  if (to === room || to === 'model' || arrows[room]?.includes(to)) return undefined;
  // A test may look behind the walls of app/, to compare with what is there; never from the page into Node.
  if (isTest && !withoutNode.has(room) && !['main', 'preload', 'renderer'].includes(to)) return undefined;
  const may = ['model', ...(arrows[room] ?? [])].join(', ');
  return `${room} may not import ${to} (only ${may}): ${insteadOf[room] ?? 'move the code, or hand it in as an argument'}`;
}

function judgePackage(room: string, target: string, isTest: boolean): string | undefined {
  if (target.startsWith('node:') && withoutNode.has(room) && !isTest)
    return `${room} may not import ${target}: it runs without Node; hand the effect in as an argument`;
  const home = packageHomes.find((each) => each.test.test(target));
  if (home && !home.rooms.includes(room)) return `${room} may not import ${target}: ${home.instead}`;
  return undefined;
}

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;

function visit(value: unknown, enter: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) visit(each, enter);
  else if (isNode(value)) {
    enter(value);
    for (const child of Object.values(value)) if (typeof child === 'object') visit(child, enter);
  }
}

const literal = (value: unknown): string | null =>
  isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : null;

function referenceOf(node: Node): Reference | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return { target: literal(node.source ?? node.argument), offset: node.start };
    case 'ExportNamedDeclaration':
      return isNode(node.source) ? { target: literal(node.source), offset: node.start } : undefined;
    case 'CallExpression':
      return nameOf(node.callee) === 'require'
        ? { target: literal(first(node.arguments)), offset: node.start }
        : undefined;
    case 'NewExpression': {
      // new URL('./worker.ts', import.meta.url) starts or reads a module as surely as an import does.
      const target = nameOf(node.callee) === 'URL' ? literal(first(node.arguments)) : null;
      return target !== null && /\.[cm]?[jt]sx?$/.test(target) && target.startsWith('.')
        ? { target, offset: node.start }
        : undefined;
    }
    default:
      return undefined;
  }
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return typeof value.name === 'string' ? value.name : undefined;
  return value.type === 'MemberExpression' ? nameOf(value.property) : undefined;
}

function blockingCall(node: Node): { readonly name: string; readonly offset: number } | undefined {
  const name = node.type === 'CallExpression' ? nameOf(node.callee) : undefined;
  return name?.endsWith('Sync') ? { name, offset: node.start } : undefined;
}

/** Every source file of the house with its text. */
export async function projectFiles(root: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const files: { path: string; text: string }[] = [];
  for await (const found of glob('{app,main,preload,renderer}/**/*.{ts,tsx}', { cwd: root })) {
    const path = found.replaceAll('\\', '/');
    files.push({ path, text: await readFile(join(root, found), 'utf8') });
  }
  return files;
}
