// Asks the default model, prints the answer while it is received, and logs it where `llm logs` finds it:
//
//     dotnet run --project samples/Ask -- "Five surprising names for a pet pelican"
//     MODEL=gpt-4o dotnet run --project samples/Ask -- "Capital of France?"
using Llm;
using Llm.Storage.Logs;

if (args is [])
{
    Console.Error.WriteLine("Give a question as the argument.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    using var llm = LlmHost.Create();
    await using var store = await LogStore.OpenAsync(llm.Directory.LogsDatabase, cancellationToken: stop.Token);
    var model = llm.GetModel(Environment.GetEnvironmentVariable("MODEL"));
    var answer = model.Ask(string.Join(' ', args));
    await answer.LogAsync(store);
    await foreach (var text in answer.WithCancellation(stop.Token)) Console.Write(text);
    Console.WriteLine();
    var response = await answer.CompleteAsync(stop.Token);
    var usage = response.Usage;
    Console.Error.WriteLine($"{usage?.InputTokens} tokens in, {usage?.OutputTokens} out, {response.Duration.TotalSeconds:0.0} s");
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
