/**
 * The least contrast of an accent with white. WCAG 2.2 asks for 4.5 (1.4.3, level AA). The grounds of pages and emails are
 * darker than white, the darkest by a ratio of 1.13, and links stand on them in the accent: 4.5 × 1.13 = 5.09.
 */
export const minContrast = 5.2;

/** The relative luminance of a colour `#rrggbb`, from 0 to 1 (WCAG 2.2, “relative luminance”). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of a colour `#rrggbb` with white, from 1 to 21 (WCAG 2.2, “contrast ratio”). */
export const contrastWithWhite = (color: string): number => 1.05 / (luminance(color) + 0.05);
