import { join } from 'node:path';
import { Router } from 'express';
import { sendPage } from '../../pages/serve';
import type { EvidenceFile } from '../files/evidence';
import { isSuccess, type IdentRecord } from '../idents';
import { statusText } from '../representations';
import type { World } from '../world';
import { onlyLoopback } from './loopback';
import { deliveryView } from './views';

/** FAILED and both kinds of success: the Ident Specialist has nothing more to do. */
function isFinal(statusCode: string): boolean {
	return statusCode === '4' || isSuccess(statusCode);
}

/** The last part of the path: `file_name` of the documentation's samples has no ending for the first PDF. */
function nameOf({ path }: EvidenceFile): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

function fileViews({ id, files, statusCode }: IdentRecord) {
	if (!files || !isSuccess(statusCode)) return [];
	return files.map((file) => ({
		name: nameOf(file),
		section: file.section,
		url: `/__sandbox/files/${id}/${encodeURIComponent(nameOf(file))}`,
	}));
}

/** What the conference page shows of an ident, and its files without the API's headers. */
export function conferenceRoutes(world: World): Router {
	const router = Router();
	router.get('/conference/:id', (req, res) => {
		const ident = world.idents.find(req.params.id);
		if (!ident) return void res.status(404).json({ error: 'There is no such identification.' });
		const { person_first_name: firstName = '', project_id: projectId = '' } = ident.fields;
		res.json({
			id: ident.id,
			firstName,
			project: world.projects.get(projectId)?.title ?? projectId,
			appointment: ident.terminDate,
			statusCode: ident.statusCode,
			status: statusText(ident, world.settings),
			final: isFinal(ident.statusCode),
			files: fileViews(ident),
			deliveries: world.callbacks.deliveries
				.filter(({ identId }) => identId === ident.id)
				.map(deliveryView),
			homePage: world.settings.homePage,
		});
	});
	router.get('/files/:id/:name', (req, res) => {
		const ident = world.idents.find(req.params.id);
		const file = ident?.files?.find((candidate) => nameOf(candidate) === req.params.name);
		const content = file && world.fileAt(file.path);
		if (!content) return void res.status(404).json({ error: 'There is no such file.' });
		const bytes = Buffer.concat([...content.body.chunks()]);
		res.type(content.contentType).set('content-disposition', 'inline');
		res.set('accept-ranges', 'bytes');
		// Browsers ask for parts of a video when somebody moves to another second of it.
		const ranges = req.range(bytes.length, { combine: true });
		const part = Array.isArray(ranges) && ranges.length === 1 ? ranges[0] : undefined;
		if (!part) return void res.end(bytes);
		res.status(206).set('content-range', `bytes ${part.start}-${part.end}/${bytes.length}`);
		res.end(bytes.subarray(part.start, part.end + 1));
	});
	return router;
}

/** The page behind `conference_url`, on which one plays customer and Ident Specialist. */
export function conferencePage(): Router {
	const router = Router();
	router.get('/apply/:id', onlyLoopback, (_req, res) => {
		sendPage(res, join(__dirname, 'conference.html'));
	});
	return router;
}
