import { config } from '@n8n/node-cli/eslint';
import { rules } from '@n8n/eslint-plugin-community-nodes';

/** n8n's rules for what runs inside n8n say nothing about what only runs in this repository. */
const nodeRulesOff = Object.fromEntries(
	Object.keys(rules).map((name) => [`@n8n/community-nodes/${name}`, 'off']),
);

export default [
	{ ignores: ['dist/**', '.dev/**', 'coverage/**', 'node_modules/**'] },
	...config,
	{ files: ['test/**/*.ts'], rules: nodeRulesOff },
];
