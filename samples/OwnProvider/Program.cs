// A provider for a service with a wire format of its own: one JSON value on each line, as Ollama sends them.
//
//     SERVER=http://localhost:11434/ dotnet run --project samples/OwnProvider -- llama3 "Capital of France?"
using Llm;
using Llm.Providers.Http;
using OwnProvider;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    if (args.Length < 2) throw new LlmException("Usage: OwnProvider MODEL QUESTION");
    using var http = ProviderHttp.CreateClient();
    var server = new Uri(Environment.GetEnvironmentVariable("SERVER") ?? "http://localhost:11434/");
    using var llm = LlmHost.Create(new LlmHostOptions { Plugins = [new LinesPlugin(args[0], server, () => http)] });
    var answer = llm.GetModel($"lines/{args[0]}").Ask(args[1], new PromptOptions().With("temperature", 0));
    await foreach (var text in answer.WithCancellation(stop.Token)) Console.Write(text);
    Console.WriteLine();
    var response = await answer.CompleteAsync(stop.Token);
    Console.Error.WriteLine($"{response.ResponseModel}: {response.FinishReason}, {response.Usage?.OutputTokens} tokens");
    return 0;
}
catch (LlmException ex)
{
    Console.Error.WriteLine(ex.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
