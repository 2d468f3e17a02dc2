/** The window's regions in the order of F6; each holds `data-region` and is skipped while it is not there. */
const order = ['rail', 'main', 'details', 'status'] as const;

const focusable =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), [aria-current="page"]';

/** Moves the focus to the next or previous region, round and round. */
export function moveRegion(step: 1 | -1): void {
  const regions = order.flatMap((name) => {
    const element = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
    return element ? [element] : [];
  });
  const active = document.activeElement;
  // The details lie inside the main region: the innermost region that holds the focus is the present one.
  const at = regions.findLastIndex((region) => region.contains(active));
  const next = regions[(at + step + regions.length) % regions.length];
  firstStop(next)?.focus();
}

/** Where the focus goes in a region: its chosen entry, its list's row, else its first control. */
export function firstStop(region: HTMLElement | undefined): HTMLElement | null {
  if (!region) return null;
  return (
    region.querySelector<HTMLElement>('[aria-current="page"]') ??
    region.querySelector<HTMLElement>('.list-row[tabindex="0"]') ??
    region.querySelector<HTMLElement>(focusable)
  );
}
