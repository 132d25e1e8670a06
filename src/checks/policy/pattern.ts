/**
 * Does an IAM pattern (`*`: any characters, `?`: any one) fit the text? Goes back to the last `*`
 * only, so that no pattern takes longer than its length times the text's.
 */
export const fitsIamPattern = (pattern: string, text: string): boolean => {
  let at = 0;
  let from = 0;
  let star = -1;
  let starFrom = 0;
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at;
      starFrom = from;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      starFrom += 1;
      from = starFrom;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
};
