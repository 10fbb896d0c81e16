import { expect, test } from 'vitest';
import { STAGES, settingsOf, UnknownStageError } from '../../infra/settings.ts';

test('a deployment that names no stage is one of dev', () => {
  expect(settingsOf().stage).toBe('dev');
});

test('each stage has settings of its own', () => {
  expect(STAGES.map((stage) => settingsOf(stage).stage)).toEqual(STAGES);
});

test.each(['staging', '', 'PROD', 'constructor', 7])('an unknown stage (%j) stops the deployment', (stage) => {
  expect(() => settingsOf(stage)).toThrow(UnknownStageError);
});

test('prod cannot be deleted by one wrong command, dev can', () => {
  expect(settingsOf('prod').isStackProtected).toBe(true);
  expect(settingsOf('dev').isStackProtected).toBe(false);
});
