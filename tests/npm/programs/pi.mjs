// Asks through each interface that pi-ai speaks, and prints what it read. Arguments: the address without a path, the key and the text.
import { complete } from '@mariozechner/pi-ai';

const [address, apiKey, text] = process.argv.slice(2);
const common = {
  id: 'talk', name: 'talk', provider: 'llm', reasoning: false, input: ['text'], contextWindow: 32000, maxTokens: 3000,
  cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
};
const models = [
  { ...common, api: 'openai-completions', baseUrl: `${address}/v1` },
  { ...common, api: 'openai-responses', baseUrl: `${address}/v1` },
  { ...common, api: 'anthropic-messages', baseUrl: address },
];
const answers = [];
for (const model of models) {
  const answer = await complete(model, { messages: [{ role: 'user', content: text, timestamp: Date.now() }] }, { apiKey });
  answers.push({
    api: model.api,
    text: answer.content.filter(part => part.type === 'text').map(part => part.text).join(''),
    stop: answer.stopReason,
    error: answer.errorMessage ?? '',
  });
}

process.stdout.write(JSON.stringify(answers));
