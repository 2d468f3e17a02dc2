/** CRC-16 by octet, reflected polynomial 8408 (ITU-T V.42 8.1.1.6.1). */
const table = Uint16Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  return crc;
});

/** What the register holds after octets and a right FCS behind them. */
const GOOD = 0xf0b8;

/** The register after these octets, low bit first; from its start (`FFFF`). */
export function fcsRegister(octets: Uint8Array, register = 0xffff): number {
  let crc = register;
  for (let at = 0; at < octets.length; at++) crc = (crc >> 8) ^ table[(crc ^ octets[at]!) & 0xff]!;
  return crc;
}

/** True where the last two octets are the right FCS of those before them; octets low bit first. */
export function endsWithFcs(octets: Uint8Array): boolean {
  return octets.length > 2 && fcsRegister(octets) === GOOD;
}
