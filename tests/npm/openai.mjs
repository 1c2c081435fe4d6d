// Asks what the test says with OpenAI's own SDK, and prints what it read: the test compares both with what is sent and read here.
// Arguments: the address of the server and the key. Standard input: a JSON list of calls, each with the interface and its parameters in
// the SDK's form, in which "ANSWER" among the messages or items stands for what the SDK returned for the call before.
import OpenAI from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
let previous = [];
const withAnswer = list => list.flatMap(item => (item === 'ANSWER' ? previous : [item]));

async function chat(parameters) {
  let reasoning = '';
  const stream = client.chat.completions.stream({ ...parameters, messages: withAnswer(parameters.messages) });
  // The SDK does not know the reasoning of compatible servers, and keeps only its last piece.
  stream.on('chunk', chunk => { reasoning += chunk.choices[0]?.delta.reasoning_content ?? ''; });
  const { choices, usage } = await stream.finalChatCompletion();
  const [{ message, finish_reason }] = choices;
  previous = [message];
  return {
    text: message.content ?? '',
    reasoning,
    calls: (message.tool_calls ?? []).map(({ id, function: { name, arguments: json } }) => ({ id, name, arguments: JSON.parse(json) })),
    finish: finish_reason,
    input: usage.prompt_tokens,
    output: usage.completion_tokens,
    cached: usage.prompt_tokens_details.cached_tokens,
    reasoned: usage.completion_tokens_details.reasoning_tokens,
  };
}

async function responses(parameters) {
  const { output, output_text, status, incomplete_details, usage } = await client.responses
    .stream({ ...parameters, input: withAnswer(parameters.input) }).finalResponse();
  const items = type => output.filter(item => item.type === type);
  previous = output;
  return {
    text: output_text,
    reasoning: items('reasoning').flatMap(item => item.summary).map(part => part.text).join(''),
    calls: items('function_call').map(({ call_id: id, name, arguments: json }) => ({ id, name, arguments: JSON.parse(json) })),
    finish: incomplete_details?.reason ?? (items('function_call').length > 0 ? 'tool_calls' : status),
    input: usage.input_tokens,
    output: usage.output_tokens,
    cached: usage.input_tokens_details.cached_tokens,
    reasoned: usage.output_tokens_details.reasoning_tokens,
  };
}

let input = '';
for await (const piece of process.stdin) input += piece;
const answers = [];
for (const { api, parameters } of JSON.parse(input)) answers.push(await (api === 'chat' ? chat : responses)(parameters));
process.stdout.write(JSON.stringify(answers));
