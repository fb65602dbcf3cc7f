import { apiReply, type Call } from '../gateway';
import { sqlDateTime } from '../dates';
import type { Reply } from '../replies';
import { idValue } from '../representations';

/** GET /webhook/getAll: GET ALL WEBHOOKS. */
export function getAllWebhooks({ world, partner }: Call): Reply {
	const { settings } = world;
	const data = world.webhooks.of(partner).map((webhook) => ({
		id: idValue(webhook.id, settings),
		status: idValue(webhook.state, settings),
		url: webhook.url,
		created_at: sqlDateTime(webhook.createdAt, settings.timeZone),
		updated_at: sqlDateTime(webhook.updatedAt, settings.timeZone),
	}));
	return apiReply(world, { result: true, response_status: 200, messages: [], data });
}
