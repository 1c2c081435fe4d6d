// Uses a server as programs do, with the libraries that they are written with, and prints what each of them read.
// Arguments: the address of the server without a path, the key, and the name of the client.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createAnthropic } from '@ai-sdk/anthropic';
import { embed, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { z } from 'zod';

// Of the AI SDK: about names of models that it does not know, and newer ways to say the same.
globalThis.AI_SDK_LOG_WARNINGS = false;

const [address, apiKey, name] = process.argv.slice(2);
const baseURL = `${address}/v1`;
const model = 'talk';
const asks = {
  chat: 'Hi',
  tool: 'CALL weather {"city": "Bern"}',
  structured: 'REPLY {"name": "Rex"}',
  refused: 'ERR 400',
  cut: 'one two three\nCUT',
  slow: 'one two three four five six seven eight\nSLOW 200',
};
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false };
const weather = city => `rain in ${city}`;

const messageOf = async run => {
  try {
    await run();
    return 'no error';
  } catch (error) {
    return String(error?.message ?? error);
  }
};

const clients = {
  openai() {
    const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    const ask = (content, more = {}) => client.chat.completions.create({ model, messages: [{ role: 'user', content }], ...more });
    const read = async (content, signal) => {
      let text = '';
      for await (const chunk of await client.chat.completions.create({ model, stream: true, messages: [{ role: 'user', content }] }, { signal }))
        text += chunk.choices[0]?.delta.content ?? '';
      // This library ends quietly.
      signal?.throwIfAborted();
      return text;
    };
    return {
      models: async () => (await client.models.list()).data.map(({ id }) => id),
      chat: async () => (await ask(asks.chat)).choices[0].message.content,
      stream: () => read(asks.chat),
      tool: async () => {
        const runner = client.chat.completions.runTools({
          model, messages: [{ role: 'user', content: asks.tool }],
          tools: [{ type: 'function', function: { name: 'weather', parameters, parse: JSON.parse, function: ({ city }) => weather(city) } }],
        });
        return runner.finalContent();
      },
      structured: async () => JSON.parse((await ask(asks.structured, {
        response_format: { type: 'json_schema', json_schema: { name: 'dog', schema, strict: true } },
      })).choices[0].message.content).name,
      image: async () => (await ask([
        { type: 'text', text: 'Look' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } },
      ])).choices[0].message.content,
      embedding: async () => (await client.embeddings.create({ model: 'vectors', input: 'Hi' })).data[0].embedding.length,
      refused: () => messageOf(() => ask(asks.refused)),
      cut: () => messageOf(() => read(asks.cut)),
      slow: signal => read(asks.slow, signal),
    };
  },

  responses() {
    const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
    const ask = (input, more = {}) => client.responses.create({ model, input, ...more });
    const read = async (input, signal) => (await client.responses.stream({ model, input }, { signal }).finalResponse()).output_text;
    return {
      chat: async () => (await ask(asks.chat)).output_text,
      stream: () => read(asks.chat),
      tool: async () => {
        const tools = [{ type: 'function', name: 'weather', parameters, strict: true }];
        const first = await ask(asks.tool, { tools });
        const call = first.output.find(item => item.type === 'function_call');
        const result = { type: 'function_call_output', call_id: call.call_id, output: weather(JSON.parse(call.arguments).city) };
        return (await ask([result], { tools, previous_response_id: first.id })).output_text;
      },
      structured: async () =>
        JSON.parse((await ask(asks.structured, { text: { format: { type: 'json_schema', name: 'dog', schema, strict: true } } })).output_text).name,
      image: async () => (await ask([{
        role: 'user',
        content: [{ type: 'input_text', text: 'Look' }, { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${pixel}` }],
      }])).output_text,
      refused: () => messageOf(() => ask(asks.refused)),
      cut: () => messageOf(() => read(asks.cut)),
      slow: signal => read(asks.slow, signal),
    };
  },

  anthropic() {
    const client = new Anthropic({ baseURL: address, apiKey, maxRetries: 0 });
    const body = (content, more = {}) => ({ model, max_tokens: 100, messages: [{ role: 'user', content }], ...more });
    const text = ({ content }) => content.filter(block => block.type === 'text').map(block => block.text).join('');
    const read = async (content, signal) => text(await client.messages.stream(body(content), { signal }).finalMessage());
    return {
      models: async () => (await client.models.list()).data.map(({ id }) => id),
      chat: async () => text(await client.messages.create(body(asks.chat))),
      stream: () => read(asks.chat),
      tool: async () => {
        const tools = [{ name: 'weather', input_schema: parameters }];
        const first = await client.messages.create(body(asks.tool, { tools }));
        const call = first.content.find(block => block.type === 'tool_use');
        return text(await client.messages.create({
          model, max_tokens: 100, tools,
          messages: [
            { role: 'user', content: asks.tool }, { role: 'assistant', content: first.content },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: weather(call.input.city) }] },
          ],
        }));
      },
      structured: async () =>
        JSON.parse(text(await client.messages.create(body(asks.structured, { output_config: { format: { type: 'json_schema', schema } } })))).name,
      image: async () => text(await client.messages.create(body([
        { type: 'text', text: 'Look' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
      ]))),
      refused: () => messageOf(() => client.messages.create(body(asks.refused))),
      cut: () => messageOf(() => read(asks.cut)),
      slow: signal => read(asks.slow, signal),
    };
  },

  ollama() {
    const client = new Ollama({ host: address, headers: { authorization: `Bearer ${apiKey}` } });
    const body = (content, more = {}) => ({ model, messages: [{ role: 'user', content }], ...more });
    const read = async (content, signal) => {
      const answer = await client.chat(body(content, { stream: true }));
      signal?.addEventListener('abort', () => answer.abort());
      let text = '';
      for await (const line of answer) text += line.message.content;
      return text;
    };
    return {
      models: async () => (await client.list()).models.map(({ name }) => name),
      chat: async () => (await client.chat(body(asks.chat))).message.content,
      stream: () => read(asks.chat),
      tool: async () => {
        const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
        const first = await client.chat(body(asks.tool, { tools }));
        const [{ function: { name: tool_name, arguments: { city } } }] = first.message.tool_calls;
        return (await client.chat({
          model, tools,
          messages: [{ role: 'user', content: asks.tool }, first.message, { role: 'tool', tool_name, content: weather(city) }],
        })).message.content;
      },
      structured: async () => JSON.parse((await client.chat(body(asks.structured, { format: schema }))).message.content).name,
      image: async () => (await client.chat({ model, messages: [{ role: 'user', content: 'Look', images: [pixel] }] })).message.content,
      embedding: async () => (await client.embed({ model: 'vectors', input: 'Hi' })).embeddings[0].length,
      refused: () => messageOf(() => client.chat(body(asks.refused))),
      cut: () => messageOf(() => read(asks.cut)),
      slow: signal => read(asks.slow, signal),
    };
  },

  'ai-openai': () => aiSdk(createOpenAI({ baseURL, apiKey })(model), createOpenAI({ baseURL, apiKey }).embeddingModel('vectors')),
  'ai-openai-chat': () => aiSdk(createOpenAI({ baseURL, apiKey }).chat(model)),
  'ai-compatible': () => aiSdk(
    createOpenAICompatible({ name: 'llm', baseURL, apiKey, supportsStructuredOutputs: true })(model),
    createOpenAICompatible({ name: 'llm', baseURL, apiKey }).embeddingModel('vectors')),
  'ai-anthropic': () => ({
    ...aiSdk(createAnthropic({ baseURL, apiKey })(model)),
    // For names that it does not know, this library asks for a call in place of a schema.
    structured: async () => (await generateObject({
      model: createAnthropic({ baseURL, apiKey })(model), schema: z.object({ name: z.string() }), prompt: 'CALL json {"name": "Rex"}', maxRetries: 0,
    })).object.name,
  }),

  langchain() {
    const options = { model, apiKey, maxRetries: 0, configuration: { baseURL } };
    return langchain(new ChatOpenAI(options), new OpenAIEmbeddings({ ...options, model: 'vectors' }));
  },
  'langchain-responses'() {
    return langchain(new ChatOpenAI({ model, apiKey, maxRetries: 0, useResponsesApi: true, configuration: { baseURL } }));
  },
};

function aiSdk(chosen, vectors) {
  const common = { model: chosen, maxRetries: 0 };
  const read = async (prompt, abortSignal) => {
    let failure;
    const answer = streamText({ ...common, prompt, abortSignal, onError: ({ error }) => { failure = error; } });
    let text = '';
    for await (const piece of answer.textStream) text += piece;
    if (failure) throw failure;
    abortSignal?.throwIfAborted();
    return text;
  };
  return {
    chat: async () => (await generateText({ ...common, prompt: asks.chat })).text,
    stream: () => read(asks.chat),
    tool: async () => (await generateText({
      ...common, prompt: asks.tool, stopWhen: stepCountIs(3),
      tools: { weather: tool({ inputSchema: z.object({ city: z.string() }), execute: async ({ city }) => weather(city) }) },
    })).text,
    structured: async () =>
      (await generateObject({ ...common, schema: z.object({ name: z.string() }), prompt: asks.structured })).object.name,
    image: async () => (await generateText({
      ...common,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Look' }, { type: 'image', image: pixel, mediaType: 'image/png' }] }],
    })).text,
    ...(vectors && { embedding: async () => (await embed({ model: vectors, value: 'Hi', maxRetries: 0 })).embedding.length }),
    refused: () => messageOf(() => generateText({ ...common, prompt: asks.refused })),
    cut: () => messageOf(() => read(asks.cut)),
    slow: signal => read(asks.slow, signal),
  };
}

function langchain(chat, vectors) {
  const read = async (text, signal) => {
    let read = '';
    for await (const chunk of await chat.stream(text, { signal })) read += chunk.text;
    return read;
  };
  return {
    chat: async () => (await chat.invoke(asks.chat)).text,
    stream: () => read(asks.chat),
    tool: async () => {
      const bound = chat.bindTools([{ type: 'function', function: { name: 'weather', parameters } }]);
      const first = await bound.invoke([new HumanMessage(asks.tool)]);
      const [call] = first.tool_calls;
      const result = new ToolMessage({ tool_call_id: call.id, content: weather(call.args.city) });
      return (await bound.invoke([new HumanMessage(asks.tool), first, result])).text;
    },
    structured: async () =>
      (await chat.withStructuredOutput(z.object({ name: z.string() }), { method: 'jsonSchema' }).invoke(asks.structured)).name,
    image: async () => (await chat.invoke([new HumanMessage({
      content: [{ type: 'text', text: 'Look' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }],
    })])).text,
    ...(vectors && { embedding: async () => (await vectors.embedQuery('Hi')).length }),
    refused: () => messageOf(() => chat.invoke(asks.refused)),
    cut: () => messageOf(() => read(asks.cut)),
    slow: signal => read(asks.slow, signal),
  };
}

const client = clients[name]();
const results = {};
for (const [key, run] of Object.entries(client)) {
  if (key !== 'slow') {
    results[key] = await run();
    continue;
  }

  // Leaves while the answer is under way.
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 700);
  results.slow = await messageOf(() => run(stop.signal));
}

process.stdout.write(JSON.stringify(results));
