/** The colours that the heat map really has on the screen: of a picture of it, not of its style sheet. */

import type { Page } from 'playwright-core';
import * as z from 'zod';

export type CellColours = {
  readonly shown: string;
  /** Near the upper left corner, beside the number: `#dbeafb`, without repetition. */
  readonly colours: readonly string[];
};

const boxesSchema = z.array(z.object({ shown: z.string(), x: z.number(), y: z.number() }));

const BOXES = `(() => {
  const origin = document.querySelector('.heat').getBoundingClientRect();
  return [...document.querySelectorAll('.heat td.hour')].map((cell) => {
    const { x, y } = cell.getBoundingClientRect();
    return { shown: cell.firstChild?.data ?? '', x: Math.round(x - origin.x), y: Math.round(y - origin.y) };
  });
})()`;

/** From 4 to 8 pixels inside: behind the round corner and a dashed edge. */
const [FIRST, SIZE] = [4, 5];

export const cellColoursOf = async (page: Page): Promise<readonly CellColours[]> => {
  const boxes = boxesSchema.parse(await page.evaluate(BOXES));
  const picture = (await page.locator('.heat').screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const read: unknown = await blank.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${picture}';
    await image.decode();
    const context = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
      .getContext('2d');
    context.drawImage(image, 0, 0);
    return ${JSON.stringify(boxes)}.map(({ shown, x, y }) => {
      const { data } = context.getImageData(x + ${FIRST}, y + ${FIRST}, ${SIZE}, ${SIZE});
      const colours = new Set();
      for (let at = 0; at < data.length; at += 4)
        colours.add('#' + [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join(''));
      return { shown, colours: [...colours] };
    });
  })()`);
  await blank.close();
  return z.array(z.object({ shown: z.string(), colours: z.array(z.string()) })).parse(read);
};
