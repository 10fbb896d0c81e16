import * as z from 'zod';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { createHandler } from './handler.ts';

const { log, toHandler } = prepareFunction('name-account', z.object({}), process.env);

export const handler = toHandler(createHandler({ log }));
