import type { Resource } from '../../run/operation';
import { getMany } from './getMany';
import { sendTest } from './sendTest';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	operations: [getMany, sendTest],
};
