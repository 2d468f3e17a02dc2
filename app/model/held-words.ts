/**
 * Why a fax is held after a restore or a repaired database, without a full stop: what was sent since then is not known,
 * and nothing is sent twice by itself.
 */
export const heldWords = 'Held after a restore: it may have been sent already';
