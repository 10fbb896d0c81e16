import { describe, expect, test } from 'vitest';
import { parseSettings, SettingsError } from '../../../local/settings.ts';

describe('the settings of npm start', () => {
  test('have defaults', () => {
    expect(parseSettings([], {})).toMatchObject({ port: 8787, dataDir: `${process.cwd()}/.local`, isEmpty: false });
  });

  test('come from PORT, DATA_DIR and --empty', () => {
    expect(parseSettings(['--empty'], { PORT: '0', DATA_DIR: '/somewhere' })).toMatchObject({
      port: 0,
      dataDir: '/somewhere',
      isEmpty: true,
    });
  });

  test.each(['eighty', '65536', '-1', '80.5', '0x50'])('refuse PORT=%s', (port) => {
    expect(() => parseSettings([], { PORT: port })).toThrow(SettingsError);
  });

  test.each([
    [undefined, 7 * 86_400_000],
    ['30', 30_000],
    ['PT2M', 120_000],
  ])('take ERASE_AFTER=%s', (after, eraseAfterMs) => {
    expect(parseSettings([], after === undefined ? {} : { ERASE_AFTER: after })).toMatchObject({ eraseAfterMs });
  });

  test.each(['0', 'P8D', 'soon'])('refuse ERASE_AFTER=%s', (after) => {
    expect(() => parseSettings([], { ERASE_AFTER: after })).toThrow(SettingsError);
  });

  test.each(['no json', '[]', '{"token":"no account"}'])('refuse LOCAL_ADMIN_TOKENS=%s', (tokens) => {
    expect(() => parseSettings([], { LOCAL_ADMIN_TOKENS: tokens })).toThrow(SettingsError);
  });

  test.each(['--full', 'empty'])('refuse %s', (argument) => {
    expect(() => parseSettings([argument], {})).toThrow(SettingsError);
  });
});
