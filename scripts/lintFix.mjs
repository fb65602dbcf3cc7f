/**
 * `npm run lint:fix`: puts right what can be put right by itself.
 *
 * n8n's rules for what runs inside n8n hold for the tests too, which run in Node.js and need its modules:
 * n8n's strict mode wants its ESLint configuration unchanged. What the tests break of these rules, and of
 * no others, is therefore listed in eslint-suppressions.json, by file and number.
 */
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/places.mjs';
import { run } from './lib/processes.mjs';
import { tellTrouble } from './lib/say.mjs';

const eslint = 'eslint/bin/eslint.js';
const prettier = 'prettier/bin/prettier.cjs';
const forNodesOnly = [
	'icon-validation',
	'no-dangerous-functions',
	'no-hardcoded-secrets',
	'no-restricted-globals',
	'no-restricted-imports',
	'require-node-api-error',
].flatMap((rule) => ['--suppress-rule', `@n8n/community-nodes/${rule}`]);

/**
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean }} [options]
 */
async function tool(script, args, options) {
	const file = join(root, 'node_modules', script);
	const { code } = await run(process.execPath, [file, ...args], { cwd: root, ...options });
	return code;
}

try {
	await ensureDependencies();
	await tool(eslint, ['test', ...forNodesOnly], { quiet: true });
	await tool(eslint, ['.', '--prune-suppressions'], { quiet: true });
	// What this one says is left for a person.
	const lint = await tool(eslint, ['.', '--fix']);
	const format = await tool(prettier, ['--write', '--log-level', 'warn', '.']);
	process.exitCode = lint || format;
} catch (error) {
	tellTrouble(error);
}
