import type { Resource } from '../operation';
import { getMany } from './getMany';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	operations: [getMany],
};
