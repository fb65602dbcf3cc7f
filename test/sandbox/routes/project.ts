import { apiReply, type Call } from '../gateway';
import type { JsonObject } from '../json';
import type { Project } from '../projects';
import { ApiError, type Reply } from '../replies';
import { idValue } from '../representations';
import type { SandboxSettings } from '../settings';
import { readProjectGet } from '../validateRequests';

function projectData({ id, title, status }: Project, settings: SandboxSettings): JsonObject {
	const data: JsonObject = { id: idValue(id, settings), title, status };
	return settings.unknownFields ? { ...data, created_by: 'portal' } : data;
}

/** GET /project/getAll: GET ALL PROJECTS. */
export function getAllProjects({ world }: Call): Reply {
	const data = [...world.projects.values()].map((project) => projectData(project, world.settings));
	return apiReply(world, { result: true, messages: [], data, response_status: 200 });
}

/** GET /project/get with a JSON body: GET PROJECT. */
export function getProject({ world, entry }: Call): Reply {
	const id = readProjectGet(entry.parsedBody, entry.validation, world.settings);
	const project = world.projects.get(id);
	if (!project) throw new ApiError(404, [`Project ${id} does not exist.`]);
	const data = projectData(project, world.settings);
	return apiReply(world, { result: true, messages: [], data, response_status: 200 });
}
