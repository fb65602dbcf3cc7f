import { postCallback, POSTED } from '../../client/postCallback';
import { identGet } from '../../contract/ident';
import type { Item } from '../../input/item';
import { toJson } from '../../output/json';
import { sentCallback } from '../../output/shapes';
import type { Operation } from '../../run/operation';
import { ownWebhooks } from '../../run/ownWebhooks';
import { identIdField, identLocator } from '../ident/identLocator';
import { optionsCollection } from '../options';
import { answerInWords, asksForSecret } from './answerWords';
import { callbackUrlOf, withSecret } from './callbackUrl';
import { samplePayload, type Reported } from './samplePayload';

function requiredText(item: Item, path: string): string {
	const text = item.text(path);
	if (text === '') item.report(path, 'is required, but it is empty');
	return text;
}

/** `webhook:sendTest` */
export const sendTest: Operation = {
	value: 'sendTest',
	name: 'Send Test Callback',
	action: 'Send a test callback',
	description:
		'Post a callback, as Identify does, to an Identify Trigger and see what it answers, for people who do not use curl. The trigger confirms with Identify: give an ident that exists, or switch off its Confirm With Identify for the test.',
	asks: 'POST to the given URL; GET /ident/get/{ident_id} when an ident is given',
	result: sentCallback,
	notForTools: 'It is for people who build a workflow. Use Get to learn the status of an ident.',
	properties: [
		{
			displayName: 'Callback URL',
			name: 'callbackUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.example.com/webhook-test/…/callback',
			description:
				"The test or production URL that the trigger shows. For the test URL, click Execute step in the trigger first, in a workflow of its own. If a trigger of this n8n asks for the Callback Secret, the node adds the credential's by itself.",
		},
		{
			...identLocator,
			required: false,
			description:
				'The ident whose data to send. Empty sends a made-up ident, which a trigger refuses unless its Confirm With Identify is switched off for the test.',
		},
		{
			displayName: 'Status Code',
			name: 'status_code',
			type: 'string',
			default: '5',
			required: true,
			description: 'The status that the callback reports, as a code',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'string',
			default: 'Successful',
			required: true,
			description: 'The same in words',
		},
		optionsCollection(),
	],
	prepare: (item, context) => {
		const settings = item.settings();
		const callbackUrl = callbackUrlOf(item);
		const identId = identIdField(item);
		const reported: Reported = {
			status: requiredText(item, 'status'),
			status_code: requiredText(item, 'status_code'),
		};
		const request = identId.text === '' ? undefined : item.check(identGet, { ident_id: identId });
		item.finish();
		return async (session) => {
			const ident = request && (await session.call(request, settings)).data;
			const payload = toJson(samplePayload(reported, ident, identId.text));
			const post = async (url: string) =>
				await postCallback(context, session, url, payload, settings);
			const { url, use } = withSecret(callbackUrl, session.callbackSecret, ownWebhooks(context));
			const first = await post(callbackUrl);
			// Only an Identify Trigger may learn the secret: other nodes that listen at this n8n store it.
			const answer = use === 'added' && asksForSecret(first) ? await post(url) : first;
			const { secrets } = session.subject(POSTED);
			return [
				{
					json: {
						http_status: answer.status,
						answer: answerInWords(answer, use, secrets),
						payload,
					},
				},
			];
		};
	},
};
