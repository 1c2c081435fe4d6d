// Asks what the test says with Google's own library, and prints what it read: the test compares both with what is sent and read here.
// Arguments: the address of the server and the key. Standard input: a JSON list of calls, each with its parameters in the library's form.
import { GoogleGenAI } from '@google/genai';

const [baseUrl, apiKey] = process.argv.slice(2);
const ai = new GoogleGenAI({ apiKey, httpOptions: { baseUrl } });
let input = '';
for await (const piece of process.stdin) input += piece;
const answers = [];
for (const parameters of JSON.parse(input)) {
  const answer = { text: '', thoughts: '', calls: [], signatures: [], finish: null, usage: null };
  for await (const chunk of await ai.models.generateContentStream(parameters)) {
    const candidate = chunk.candidates?.[0];
    for (const part of candidate?.content?.parts ?? []) {
      if (part.functionCall) answer.calls.push(part.functionCall);
      else if (part.thought) answer.thoughts += part.text;
      else answer.text += part.text ?? '';
      if (part.thoughtSignature) answer.signatures.push(part.thoughtSignature);
    }
    answer.finish = candidate?.finishReason ?? answer.finish;
    answer.usage = chunk.usageMetadata ?? answer.usage;
  }
  answers.push(answer);
}
process.stdout.write(JSON.stringify(answers));
