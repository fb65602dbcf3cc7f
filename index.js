'use strict';

/** The package's classes, for those who load it in code; n8n itself reads `n8n` in package.json. */
module.exports = {
	...require('./dist/credentials/IdentifyApi.credentials.js'),
	...require('./dist/nodes/Identify/Identify.node.js'),
	...require('./dist/nodes/Identify/IdentifyTrigger.node.js'),
};
