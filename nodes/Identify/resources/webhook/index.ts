import type { Resource } from '../../run/operation';
import { getMany } from './getMany';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	operations: [getMany],
};
