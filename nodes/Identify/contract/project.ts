import { z } from 'zod';
import { defineEndpoint } from './endpoint';
import { envelope } from './envelope';
import { projectId, responseId, responseValue } from './fields';
import { listOf } from './list';

/** A project as both project endpoints show it. */
export const project = z
	.object({ id: responseId, title: responseValue, status: responseValue })
	.passthrough();

/** Documentation: "project/getAll", GET ALL PROJECTS. */
export const projectGetAll = defineEndpoint({
	section: 'project/getAll',
	method: 'GET',
	path: '/project/getAll',
	sendsBody: false,
	changes: false,
	request: z.object({}).strict(),
	response: envelope.extend({ data: listOf(project) }),
});

/** Documentation: "project/get", GET PROJECT: a GET whose project ID travels in a JSON body. */
export const projectGet = defineEndpoint({
	section: 'project/get',
	method: 'GET',
	path: '/project/get',
	sendsBody: true,
	changes: false,
	request: z.object({ project_id: projectId }).strict(),
	response: envelope.extend({ data: project }),
});
