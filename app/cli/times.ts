/** An instant in the user's own time, to the minute: `2026-03-07 14:05`; empty for none. */
export function localTime(instant: string | null, withSeconds = false): string {
  if (instant === null) return '';
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return withSeconds ? `${day} ${time}:${two(at.getSeconds())}` : `${day} ${time}`;
}
