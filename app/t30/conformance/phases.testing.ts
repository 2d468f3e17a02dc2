import type { ScriptOptions } from '../script.testing.ts';

/** Parts that many sequences begin or end with. */

/** The engine answers, and is trained: up to its CFR. */
export const trained = `
  > CED
  > CSI DIS
  < TSI DCS
  < TCF
  > CFR
`;

/** The tester's DCS chooses MH without ECM. */
export const plainDcs: ScriptOptions = { dcs: { ecm: false, coding: 'mh' } };

/** The last words of a caller whose last page was confirmed. */
export const goodbye = `
  < DCN
  end ok ok
`;

/** The last words of a caller who has given up a part of a page: what is kept is not what was sent. */
export const damaged = `
  < DCN
  end lost-in-page c-page-damaged
`;

/** One page with ECM and its confirmation, received. */
export const blockPage = `
  < block 0-2
  < PPS-EOP:0,0,3
  > MCF
${goodbye}`;

/** One page without ECM and its confirmation, received. */
export const streamPage = `
  < page 500
  < EOP
  > MCF
${goodbye}`;

/** The engine calls, and trains at its best rate: up to the tester's CFR. */
export const connected = `
  > CNG
  < CED
  < CSI DIS
  > TSI DCS
  > TCF v17-14400
  < CFR
`;

/** The engine's last page was confirmed. */
export const confirmed = `
  < MCF
  > DCN
  end ok ok
`;

/** The engine trains again at a rate. */
export const retrained = (rate: string): string => `
  > TSI DCS
  > TCF ${rate}
  < CFR
`;
