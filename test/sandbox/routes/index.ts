import { Router } from 'express';
import { endpoint } from '../gateway';
import { ApiError } from '../replies';
import type { World } from '../world';
import { authenticate } from './auth';
import { download } from './download';
import { createIdent, getIdent, getIdentData, setAppointment } from './ident';
import { getAllProjects, getProject } from './project';
import { getAllWebhooks } from './webhook';

/** All METHODS of the documentation, and the files they point to. */
export function apiRoutes(world: World): Router {
	const router = Router({ caseSensitive: true, strict: true });
	router.post('/auth', endpoint(world, 'auth', authenticate, { authorized: false }));
	router.post('/ident/create', endpoint(world, 'ident/create', createIdent));
	router.get('/ident/get/:id', endpoint(world, 'ident/get', getIdent));
	router.get('/ident/getIdentData/:id', endpoint(world, 'ident/getIdentData', getIdentData));
	router.post(
		'/ident/setOnboardifyAppointment',
		endpoint(world, 'ident/setOnboardifyAppointment', setAppointment),
	);
	router.get('/project/getAll', endpoint(world, 'project/getAll', getAllProjects));
	router.get('/project/get', endpoint(world, 'project/get', getProject));
	router.get('/webhook/getAll', endpoint(world, 'webhook/getAll', getAllWebhooks));
	router.get('/download/*path', endpoint(world, 'download', download, { jsonOnly: false }));
	router.use(
		endpoint(
			world,
			'',
			({ entry }) => {
				throw new ApiError(404, [`There is no ${entry.method} ${entry.path}.`]);
			},
			{ authorized: false, jsonOnly: false },
		),
	);
	return router;
}
