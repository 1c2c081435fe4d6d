// Asks a server by the vendor's own SDK, as a program of somebody else would, and prints what it read, one JSON line for each answer:
//     node anthropic.mjs BASE_URL KEY
import Anthropic from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new Anthropic({ baseURL, apiKey, maxRetries: 0 });
const model = 'claude-opus-5-5';
const max_tokens = 100;
const png = 'iVBORw0KGgo=';
const pdf = 'JVBERi0xLjQK';

async function ask(name, params) {
  const message = await client.messages.stream({ model, max_tokens, ...params }).finalMessage();
  const blocks = type => message.content.filter(block => block.type === type);
  console.log(JSON.stringify({
    name,
    text: blocks('text').map(block => block.text).join(''),
    thinking: message.content.filter(block => block.type.endsWith('thinking')).map(block => block.signature ?? block.data),
    reasoning: blocks('thinking').map(block => block.thinking).join(''),
    calls: blocks('tool_use').map(({ id, name, input }) => ({ id, name, input })),
    stop: message.stop_reason,
    input: message.usage.input_tokens,
    output: message.usage.output_tokens,
    cached: message.usage.cache_read_input_tokens,
  }));
  return message;
}

await ask('text', {
  system: 'Be brief',
  stop_sequences: ['END'],
  metadata: { user_id: 'u1' },
  messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hi' }, { role: 'user', content: 'Again' }],
});

const tools = [{
  name: 'add',
  description: 'Adds',
  input_schema: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, required: ['a', 'b'] },
}];
const question = { role: 'user', content: '1+2 and 3+4' };
const called = await ask('tools', { tools, tool_choice: { type: 'any', disable_parallel_tool_use: false }, messages: [question] });
const [first, second] = called.content.filter(block => block.type === 'tool_use');
await ask('results', {
  tools,
  messages: [question, { role: 'assistant', content: called.content }, {
    role: 'user',
    content: [
      { type: 'tool_result', tool_use_id: first.id, content: '3' },
      { type: 'tool_result', tool_use_id: second.id, content: 'broken', is_error: true },
    ],
  }],
});

await ask('images', {
  messages: [{
    role: 'user',
    content: [
      { type: 'text', text: 'What?' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: pdf } },
    ],
  }],
});

const effort = { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } };
const riddle = { role: 'user', content: 'Think' };
const thought = await ask('thinking', { ...effort, messages: [riddle] });
await ask('thought', {
  ...effort,
  messages: [riddle, { role: 'assistant', content: thought.content }, { role: 'user', content: 'And?' }],
});

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 3, description: 'A name.' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 4 },
    inner: { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] },
  },
  required: ['name'],
};
await ask('schema', { output_config: { format: jsonSchemaOutputFormat(schema) }, messages: [{ role: 'user', content: 'A dog' }] });

await ask('search', {
  tools: [{ type: 'web_search_20260318', name: 'web_search', max_uses: 2 }],
  messages: [{ role: 'user', content: 'Weather?' }],
});
