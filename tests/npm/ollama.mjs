// Asks what the test says with Ollama's own library, and prints what it read: the test compares both with what is sent and read here.
// Argument: the address of the server. Standard input: a JSON list of calls, each with its parameters in the library's form.
import { Ollama } from 'ollama';

const ollama = new Ollama({ host: process.argv[2] });
let input = '';
for await (const piece of process.stdin) input += piece;
const answers = [];
for (const parameters of JSON.parse(input)) {
  const answer = { text: '', thoughts: '', calls: [], reason: null, input: null, output: null };
  for await (const line of await ollama.chat(parameters)) {
    answer.text += line.message.content ?? '';
    answer.thoughts += line.message.thinking ?? '';
    for (const call of line.message.tool_calls ?? []) answer.calls.push({ name: call.function.name, arguments: call.function.arguments });
    answer.reason = line.done_reason ?? answer.reason;
    answer.input = line.prompt_eval_count ?? answer.input;
    answer.output = line.eval_count ?? answer.output;
  }
  answers.push(answer);
}
process.stdout.write(JSON.stringify(answers));
