import { encoded } from '../files/encoded';
import type { Call } from '../gateway';
import { ApiError, textReply, type Reply } from '../replies';

/** The files that ident/getIdentData points to. */
export async function download({ world, entry, partner }: Call): Promise<Reply> {
	const found = world.idents.findFile(entry.path);
	const file = found?.ident.partner === partner ? world.fileAt(entry.path) : undefined;
	if (!file) throw new ApiError(404, ['The file does not exist.']);
	if (world.settings.filesFrom === 'redirect') {
		const location = (await world.otherOrigin.start()) + entry.path;
		return { ...textReply('', 302), headers: { location } };
	}
	const reply = { status: 200, headers: { 'content-type': file.contentType }, body: file.body };
	return encoded(reply, world.settings.fileEncoding);
}
