/**
 * Formatters of instants on a zone's wall clock, Gregorian, in Latin digits and 24 hours, one for each zone: making one
 * costs far more than using it, and there are a handful of zones at most.
 *
 * @param more what is to be told besides date, hour and minute
 */
export function zoneFormatters(more: Intl.DateTimeFormatOptions = {}): (zone: string) => Intl.DateTimeFormat {
  const known = new Map<string, Intl.DateTimeFormat>();
  return (zone) => {
    const before = known.get(zone);
    if (before) return before;
    const made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      ...more,
    });
    known.set(zone, made);
    return made;
  };
}
