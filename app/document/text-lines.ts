/** The width of one character in points, at a font and size. */
export type CharacterWidth = (character: string) => number;

/**
 * Breaks a text into lines no wider than `width`: after a space where there is one, else inside the word. Line feeds
 * are kept; a line of nothing but white is empty. Widths are summed by character, so that kerning never makes a line
 * wider than it was measured. Pure.
 */
export function breakLines(text: string, width: number, widthOf: CharacterWidth): readonly string[] {
  return text.split('\n').flatMap((line) => breakLine(line, width, widthOf));
}

function breakLine(line: string, width: number, widthOf: CharacterWidth): readonly string[] {
  const lines: string[] = [];
  let row: string[] = [];
  let taken = 0;
  let space = -1;
  for (const character of line.trimEnd()) {
    const takes = widthOf(character);
    if (taken + takes > width && row.length > 0 && character !== ' ') {
      const cut = space >= 0 ? space + 1 : row.length;
      lines.push(row.slice(0, cut).join('').trimEnd());
      row = row.slice(cut);
      taken = row.reduce((sum, each) => sum + widthOf(each), 0);
      space = row.lastIndexOf(' ');
    }
    if (character === ' ') space = row.length;
    row.push(character);
    taken += takes;
  }
  lines.push(row.join('').trimEnd());
  return lines;
}

/** At most so many lines; where there are more, the last ends in an ellipsis. */
export function clampLines(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').replace(/.{0,2}$/u, '')}…`];
}
