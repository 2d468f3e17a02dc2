import type { FaxClass } from './session-values.ts';

/** T.32 table of hang-up status codes, by the engine's ends. Sending and receiving ends differ in words of T.32 alone. */
const statuses: Readonly<Record<string, readonly [sending: number, receiving: number]>> = {
  ok: [0x00, 0x00],
  cancelled: [0x02, 0x02],
  'b-no-fax-heard': [0x11, 0x70],
  'b-no-valid-dis': [0x23, 0x72],
  'b-hung-up': [0x20, 0x70],
  'b-dcn': [0x22, 0x71],
  'b-cannot-receive': [0x20, 0x70],
  'b-no-reply-to-dcs': [0x25, 0x70],
  'b-training-failed': [0x27, 0x70],
  'b-no-dcs': [0x23, 0x72],
  'b-nothing-to-fetch': [0x21, 0x21],
  'c-hung-up': [0x40, 0x90],
  'c-no-page-carrier': [0x40, 0x73],
  'c-line-too-bad': [0x40, 0x91],
  'd-no-reply-to-mps': [0x52, 0xa0],
  'd-no-reply-to-eop': [0x54, 0xa0],
  'd-no-reply-to-eom': [0x56, 0xa0],
  'd-no-reply-to-pps': [0x50, 0xa0],
  'd-dcn': [0x51, 0xa0],
  'd-dcn-after-eop': [0x51, 0xa0],
  'd-no-command': [0x50, 0xa2],
};

/** What +FHS or +FHNG says of an end: T.32 in hexadecimal, SP-2388-A in decimal, its numbers from 100 on for phase D. */
export function hangUpStatus(code: string, side: 'sending' | 'receiving', fax: FaxClass): string {
  const byPhase: Readonly<Record<string, readonly [number, number]>> = {
    a: [0x10, 0x10],
    b: [0x20, 0x70],
    c: [0x40, 0x90],
    d: [0x50, 0xa0],
  };
  const status = (statuses[code] ?? byPhase[code.charAt(0)] ?? [0x50, 0xa0])[side === 'sending' ? 0 : 1];
  const digits = status.toString(16).toUpperCase().padStart(2, '0');
  if (fax !== '2') return digits;
  return String(status >= 0xa0 ? 100 + (status & 0x0f) : Number(digits));
}
