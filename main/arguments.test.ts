import { describe, expect, it } from 'vitest';
import { numberOfLink, ownArguments, parseArguments } from './arguments.ts';

const parse = (...own: string[]) => parseArguments(own, '/home/ann');

describe('arguments of a start', () => {
  it('take files, relative ones against the folder of the caller', () => {
    expect(parse('a b.pdf', '/tmp/c.tif').files).toEqual(['/home/ann/a b.pdf', '/tmp/c.tif']);
  });
  it('take the data folder in both spellings', () => {
    expect(parse('--data', 'fax').data).toBe('/home/ann/fax');
    expect(parse('--data=/srv/fax').data).toBe('/srv/fax');
    expect(parse('--data').data).toBeNull();
    expect(parse('--data= ').data, 'not a folder of that name').toBe(' ');
    expect(parse().data).toBeNull();
  });
  it('pass over switches of Chromium, and take what follows -- as files', () => {
    const read = parse('--enable-logging', '--remote-debugging-port=0', '--', '--odd name.pdf', 're:offer.pdf');
    expect(read.files).toEqual(['/home/ann/--odd name.pdf', '/home/ann/re:offer.pdf']);
    expect(parse('--', 'fax:5550101')).toMatchObject({ number: null, files: ['/home/ann/fax:5550101'] });
  });
  it('know --hidden, --new-fax and --tray', () => {
    expect(parse('--hidden', '--new-fax', '--tray=off')).toMatchObject({ hidden: true, newFax: true, tray: 'off' });
    expect(parse('--tray=maybe').tray).toBe('auto');
    expect([parse().frame, parse('--frame=native').frame]).toEqual(['page', 'native']);
  });
  it('take a fax link only when it is alone', () => {
    expect(parse('fax:555-0101')).toMatchObject({ number: '5550101', newFax: true, files: [] });
    expect(parse('fax:5550101', 'fax:5550102').number).toBeNull();
    expect(parse('https://example.org/x')).toMatchObject({ number: null, files: [] });
  });
  it('drop a name with a NUL, and more files than one fax may have', () => {
    expect(parse('a\0b').files).toEqual([]);
    expect(parse(...Array.from({ length: 300 }, (_, i) => `${i}.pdf`)).files).toHaveLength(200);
  });
});

describe('own arguments', () => {
  it('begin after the app folder when it is not packaged', () => {
    expect(ownArguments(['/e/electron', '-r', '/x/spies.cjs', '/srv/app', 'a.pdf'], '/srv/app')).toEqual(['a.pdf']);
  });
  it('begin after the program when it is packaged', () => {
    expect(ownArguments(['/opt/fax-console', 'a.pdf'], null)).toEqual(['a.pdf']);
  });
});

describe('a fax link', () => {
  it('gives the dialled number', () => {
    expect(numberOfLink('fax:+1%20(555)%20010-1;tsub=7')).toBe('+15550101');
    expect(numberOfLink('FAX://5550101/')).toBe('5550101');
  });
  it('gives nothing for what is not a number', () => {
    for (const link of ['fax:', 'fax:%', 'fax:call-me', 'tel:5550101', `fax:${'5'.repeat(70)}`]) {
      expect(numberOfLink(link)).toBeNull();
    }
  });
});
