// What a page asks for when it is told how a meeting stands: a pure function of what it shows and what it is told.
//
// A meeting counts all that people see (`pulse`) and its lines (`said`). Where both have gone on by as much, there are new lines
// and nothing else: those alone are asked for. In any other case the whole board is.
export const NOTHING = "nothing";
export const LINES = "lines";
export const BOARD = "board";

export function wanted(shown, told) {
  if (told.pulse === shown.pulse && sameHere(shown, told)) return NOTHING;
  const more = told.said - shown.said;
  return more > 0 && told.pulse - shown.pulse === more && sameHere(shown, told) ? LINES : BOARD;
}

// A hint says nothing of who is here.
function sameHere(shown, { here, is_there: isThere }) {
  if (here === undefined) return true;
  return whoIsHere({ here, is_there: isThere }) === shown.here;
}

export function whoIsHere({ here, is_there: isThere }) {
  return JSON.stringify([isThere, here]);
}
