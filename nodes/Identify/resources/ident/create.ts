import { createdIdent } from '../../output/shapes';
import { identCreate } from '../../contract/identCreate';
import type { Operation } from '../../run/operation';
import { createProperties } from './createProperties';
import { readCreate } from './createRequest';

/**
 * By what a person recognises an ident in the partner portal: n8n stores messages, so the person is
 * named only where there is no custom ID.
 */
function describeIdent(fields: Record<string, unknown>): string {
	const { person_first_name: first, person_last_name: last, email, custom_id: id } = fields;
	return id === undefined
		? `the ident of ${String(first)} ${String(last)}, ${String(email)}`
		: `the ident with the custom ID ${String(id)}`;
}

/**
 * Who is invited to what. All else may be worked out anew when an execution begins anew: a time
 * stamp, the execution's ID in a custom field.
 */
const PERSON_FIELDS = [
	'project_id',
	'person_first_name',
	'person_last_name',
	'birthday',
	'email',
	'mobile_phone',
];

/** `ident:create` */
export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create an ident to identify a person by video',
	description:
		'Invite a person to a video identification. Identify returns a link: send it to the person yourself and store it, it cannot be read again.',
	builderHint:
		'Send conference_url of the output to the person (e-mail, SMS) and store it with ident_id: it cannot be read again. Put the ID of your own record into customFields.custom_id, which callbacks return. The outcome comes later: by Identify Trigger, or by Wait for Result.',
	endpoint: identCreate,
	once: { one: 'ident', many: 'idents', done: 'created', isLasting: true },
	result: createdIdent,
	properties: createProperties,
	prepare: async (item, context) => {
		const { endpoint, fields, loadPdf, settings } = await readCreate(item, context);
		const lookFor = describeIdent(fields);
		return {
			lookFor,
			identity: PERSON_FIELDS.map((field) => fields[field] ?? null),
			send: async (session) => {
				const complete = loadPdf
					? endpoint.request.parse({ ...fields, pdf_content: await loadPdf() })
					: fields;
				const answer = await session.call({ endpoint, fields: complete, lookFor }, settings);
				return [
					{
						json: {
							ident_id: String(answer.ident_id),
							conference_url: answer.conference_url ?? null,
							messages: session.messages(answer),
						},
					},
				];
			},
		};
	},
};
