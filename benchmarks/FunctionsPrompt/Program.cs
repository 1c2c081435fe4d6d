// Asks a model with tools and logs the answers, as the command does: FunctionsPrompt TOOL|FUNCTIONS PROMPT
using Llm;
using Llm.Storage.Logs;

using var llm = LlmHost.Create(new() { Telemetry = false });
await using var store = await LogStore.OpenAsync(llm.Directory.LogsDatabase);
var isName = args[0].All(character => char.IsAsciiLetter(character) || character == '_');
await using var chosen = isName ? await llm.Tools.SelectAsync([args[0]]) : null;
await using var functions = isName ? null : await FunctionText.LoadAsync(args[0], new() { Directory = llm.Directory });
var model = llm.GetModel("gpt-4o-mini");
await foreach (var response in model.Chain(args[1], new() { Tools = functions?.Tools ?? chosen!.Tools }).ResponsesAsync())
{
    await response.LogAsync(store);
    await foreach (var text in response) Console.Write(text);
}
