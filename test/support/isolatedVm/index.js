/**
 * n8n-workflow names isolated-vm as a dependency, for n8n's optional sandbox of expressions. The tests
 * evaluate expressions as n8n does by default, without it. The real one has to be compiled when it is
 * installed, for which Node.js 24, Python and a compiler are needed: `npm ci` would fail without them.
 */
'use strict';

throw new Error('isolated-vm is not installed here: see test/support/isolatedVm.');
