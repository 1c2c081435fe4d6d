// Classifies messages, one per line on standard input, and writes a line of JSON for each, in the same order:
//
//     dotnet run --project samples/Classifier < messages.txt > tickets.jsonl
//     MODEL=gpt-4o-mini AT_ONCE=16 dotnet run --project samples/Classifier < messages.txt
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Classifier;
using Llm;

var atOnce = int.Parse(Environment.GetEnvironmentVariable("AT_ONCE") ?? "8", CultureInfo.InvariantCulture);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

using var llm = LlmHost.Create();
var model = llm.GetModel(Environment.GetEnvironmentVariable("MODEL"));
var options = new PromptOptions { System = "You sort messages to a help desk.", Options = new Dictionary<string, JsonNode?> { ["temperature"] = 0 } };
// Answers wait here in the order of their messages; a full queue stops the reader.
var pending = Channel.CreateBounded<Task<Result>>(atOnce);
var reading = ReadAsync();
var failures = 0;
await foreach (var task in pending.Reader.ReadAllAsync(stop.Token))
{
    var result = await task;
    if (result.Error is not null) failures++;
    Console.WriteLine(JsonSerializer.Serialize(result, ResultContext.Default.Result));
}

await reading;
return failures == 0 ? 0 : 1;

async Task ReadAsync()
{
    while (await Console.In.ReadLineAsync(stop.Token) is { } message)
    {
        if (message.Length > 0) await pending.Writer.WriteAsync(ClassifyAsync(message), stop.Token);
    }

    pending.Writer.Complete();
}

// A message that fails must not stop the others.
async Task<Result> ClassifyAsync(string message)
{
    try
    {
        return new Result(message, await model.PromptAsync(message, ResultContext.Default.Ticket, options, stop.Token));
    }
    catch (LlmException ex)
    {
        return new Result(message, null, ex.Message);
    }
}
