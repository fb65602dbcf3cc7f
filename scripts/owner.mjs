/** `npm run owner`: writes the owner's data from owner.json wherever they belong. See docs/publishing.md. */
import { openOwnerData, readOwner, writeOwner } from './lib/owner.mjs';
import { say } from './lib/say.mjs';

const folder = process.cwd();
const open = openOwnerData(readOwner(folder));
const written = await writeOwner(folder);
say(written.length > 0 ? `Written: ${written.join(', ')}` : 'Everything is as owner.json says.');
if (open.length > 0) {
	say(`owner.json is still open, so that nothing of it stands anywhere: ${open.join('; ')}.`);
}
