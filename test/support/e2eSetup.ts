// A real n8n on a busy machine takes its time; a hanging test is still found.
jest.setTimeout(300_000);
