/**
 * A fax number in groups that are easy to read aloud: `5550101` is `555 0101`, ten digits are `312 555 0142`.
 * Any other number is shown as it is: grouping a foreign number wrongly is worse than not grouping it.
 */
export function formatNumber(number: string): string {
  if (/^\d{7}$/.test(number)) return `${number.slice(0, 3)} ${number.slice(3)}`;
  if (/^\d{10}$/.test(number)) return `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;
  return number;
}
