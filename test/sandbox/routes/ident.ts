import { apiReply, type Call } from '../gateway';
import type { IdentRecord } from '../idents';
import { ApiError, type Reply } from '../replies';
import { idValue, identData, identificationData } from '../representations';
import { readAppointment, readIdentCreate } from '../validateRequests';

function requireIdent({ world, partner }: Call, id: string): IdentRecord {
	const ident = world.idents.find(id, partner);
	if (!ident) throw new ApiError(404, [`Ident ${id} does not exist.`]);
	return ident;
}

/** POST /ident/create: CREATE NEW IDENTITY VERIFICATION REQUEST. */
export function createIdent({ world, entry, partner }: Call): Reply {
	const fields = readIdentCreate(entry.parsedBody, entry.validation, world.settings);
	const project = world.projects.get(fields.project_id ?? '');
	if (!project) throw new ApiError(404, [`Project ${fields.project_id} does not exist.`]);
	// "402: The parameters were valid but the request failed."
	if (project.status !== 'Active') throw new ApiError(402, [`Project ${project.id} is inactive.`]);
	const ident = world.idents.create(partner, fields);
	const host = world.settings.conferencePages ? world.url : 'https://identify24.de';
	return apiReply(world, {
		result: true,
		messages: [],
		ident_id: ident.id,
		conference_url: `${host}/apply/${ident.id}`,
	});
}

/** GET /ident/get/{ident_id}: GET IDENTITY. */
export function getIdent(call: Call): Reply {
	const data = identData(requireIdent(call, call.id), call.world.settings);
	return apiReply(call.world, { result: true, messages: [], data }, true);
}

/** GET /ident/getIdentData/{ident_id}: GET IDENTIFICATION DATA. */
export async function getIdentData(call: Call): Promise<Reply> {
	const { settings, hashes, otherOrigin, url } = call.world;
	const ident = requireIdent(call, call.id);
	const origin = settings.filesFrom === 'otherOrigin' ? await otherOrigin.start() : url;
	const data = await identificationData(ident, { settings, hashes, origin });
	return apiReply(call.world, { result: true, messages: [], data });
}

/** POST /ident/setOnboardifyAppointment: UPDATE APPOINTMENT IDENTITY VERIFICATION REQUEST. */
export function setAppointment(call: Call): Reply {
	const { world, entry } = call;
	const request = readAppointment(entry.parsedBody, entry.validation, world.settings);
	const ident = requireIdent(call, request.ident_id);
	const made = world.idents.setAppointment(ident, request.termin_date, request.termin_user);
	const insertId = idValue(made.insertId, world.settings);
	return apiReply(world, { result: true, messages: [], insert_id: insertId });
}
