// A real n8n under load takes its time; a hanging test is still found.
jest.setTimeout(120_000);
