import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimulatedOffice } from './simulation/simulated-office.ts';

let office: SimulatedOffice;
beforeEach(async () => {
  office = new SimulatedOffice();
  await office.start();
  await office.submit('5550101', '2-sent.pdf');
  await office.untilState(2, 'received');
});
afterEach(() => office.remove());

it.each(['documents', 'inbox', 'previews', 'recovered', 'archive/../inbox'])(
  'nothing that a person saves takes the place of a file in %s',
  async (folder) => {
    const file = (ending: string) => join(office.dataDir, folder, `fax-2${ending}`);
    const refused = { code: 'ARGUMENT_INVALID', message: 'This folder is the fax server’s own.' };
    const saved = office.begin('save', { id: 2, path: file('.tif'), format: 'tif' });
    await expect(saved).rejects.toMatchObject(refused);
    await expect(office.begin('proof', { id: 1, path: file('.pdf') })).rejects.toMatchObject(refused);
    const cover = { cover: { name: 'plain', scope: 'common' }, fields: {}, path: file('.pdf'), format: 'pdf' } as const;
    await expect(office.begin('covers.render', cover)).rejects.toMatchObject(refused);
    expect(existsSync(file('.pdf'))).toBe(false);
  },
);
