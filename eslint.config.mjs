import { config } from '@n8n/node-cli/eslint';

export default [{ ignores: ['dist/**', '.dev/**', 'coverage/**', 'node_modules/**'] }, ...config];
