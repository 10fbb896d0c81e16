/** RFC 4180, by default with semicolons, read strictly: rows of cells. Shares no code with the writer. */
export const parseCsv = (text: string, separator = ';'): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === separator) endCell();
    else if (text.startsWith('\r\n', at)) {
      endCell();
      rows.push(row);
      row = [];
      at += 1;
    } else cell += character;
  }
  return rows;
};
