import { webhook, webhookGetAll } from '../../contract/webhook';
import { listOperation } from '../listOperation';

/** `webhook:getMany` */
export const getMany = listOperation(
	{
		action: 'Get many webhooks',
		description:
			'Get the callback URLs registered in the partner portal, each with the status of its last delivery (1 pending, 2 running, 3 success, 4 failed)',
	},
	webhookGetAll,
	webhook,
);
